pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Another way to prove who you are.
KioskPage {
    id: root
    heading: qsTr("换一种方式确认身份")
    lead: qsTr("选一种您方便的，效果都一样。")
    readonly property var known: ({
        face: { symbol: "scan-face", title: qsTr("人脸核对"), note: qsTr("看着屏幕，几秒钟就好"), tint: Theme.tiles[4] },
        pin: { symbol: "keyboard", title: qsTr("输入服务密码"), note: qsTr("您自己设的 6 位数字"), tint: Theme.tiles[0] },
        code: { symbol: "message-square-text", title: qsTr("收短信验证码"), note: qsTr("发到您登记的手机号"), tint: Theme.tiles[1] },
        portal: { symbol: "qr-code", title: qsTr("手机扫码"), note: qsTr("用“服务通”里的登录码"), tint: Theme.tiles[1] },
        "licence-face": { symbol: "scan-face", title: qsTr("证照照片核对"), note: qsTr("先问您同不同意，再看屏幕"), tint: Theme.tiles[4] },
        window: { symbol: "users", title: qsTr("到人工窗口办"), note: qsTr("带上身份证，工作人员帮您"), tint: Theme.tiles[2] }
    })
    // Up to four are a list; more stand in two columns, so that none is hidden below.
    readonly property bool dense: page.ways.length > 4
    readonly property bool terse: dense && (Theme.elder || (wide && Shell.language !== "zh"))

    Banner {
        Layout.fillWidth: true
        symbol: "circle-alert"
        text: Theme.say(root.page.reason)
    }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: root.dense ? 2 : 1
        columnSpacing: root.wide ? 20 : Theme.gap
        rowSpacing: root.wide ? 20 : Theme.gap
        uniformCellWidths: true
        uniformCellHeights: true
        Repeater {
            model: root.page.ways
            Choice {
                required property string modelData
                readonly property var way: root.known[modelData]
                objectName: "choose_" + modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                Layout.maximumHeight: 260
                compact: root.dense
                letters: !root.dense ? Theme.title : Theme.elder ? Theme.body : Theme.label
                symbol: way?.symbol ?? "circle-check"
                tint: way?.tint ?? Theme.ink
                text: way?.title ?? modelData
                note: root.terse ? "" : way?.note ?? ""
                onClicked: Shell.answer("choose", modelData)
            }
        }
    }
    Item { Layout.fillHeight: true; Layout.fillWidth: true; Layout.preferredHeight: 1 }
}
