pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Asks for the ID card. The card itself is the answer; other ways in stand below, quietly.
KioskPage {
    id: root
    readonly property bool reading: page.reading
    readonly property var asked: ({
        resident: { heading: qsTr("请放上身份证"), lead: qsTr("把身份证平放在屏幕下方的读卡区，人像朝上。"), badge: "", symbol: "" },
        guardian: {
            heading: qsTr("请监护人放上身份证"), lead: qsTr("不满 14 周岁，要由父母或其他监护人同意。"),
            badge: qsTr("监护人的身份证"), symbol: "baby"
        },
        agent: {
            heading: qsTr("请代办员放上自己的身份证"), lead: qsTr("先确认您是谁，下一步再选为谁办理。"),
            badge: qsTr("代办员的身份证"), symbol: "briefcase-business"
        },
        volunteer: {
            heading: qsTr("请陪同的人放上身份证"), lead: qsTr("只登记是谁在帮忙；事情还是由您自己决定。"),
            badge: qsTr("陪同人的身份证"), symbol: "hand-helping"
        }
    })
    readonly property var who: asked[page.who]
    readonly property var known: ({
        "social-security-card": { symbol: "credit-card", title: qsTr("社保卡") },
        portal: { symbol: "qr-code", title: qsTr("手机扫码") },
        "face-login": { symbol: "scan-face", title: qsTr("人脸登录") },
        agent: { symbol: "briefcase-business", title: qsTr("我是代办员") },
        volunteer: { symbol: "hand-helping", title: qsTr("有人陪同帮忙") },
        window: { symbol: "users", title: qsTr("到人工窗口办") }
    })
    // Without a reader nobody is asked for a card: the other ways take its place, as large as they can be.
    readonly property bool readerless: !page.reader && !reading
    readonly property var others: reading ? [] : page.others
    readonly property bool many: others.length > 0
    heading: reading ? qsTr("正在读取身份证") : readerless ? qsTr("请选一种方式") : who.heading
    lead: reading ? qsTr("请不要拿开，马上就好。") : readerless ? qsTr("身份证读卡器暂时不能用，下面的方式都一样能办。") : who.lead

    // Ways of the same kind, beside each other under what they are for.
    component Group: ColumnLayout {
        id: group
        property string title
        property var names: []
        visible: names.length > 0 && !root.readerless
        Layout.fillWidth: true
        spacing: 8
        Paragraph {
            Layout.fillWidth: true
            visible: !root.wide || !Theme.elder
            text: group.title
            font.pixelSize: Theme.caption
            color: Theme.muted
        }
        GridLayout {
            Layout.fillWidth: true
            columns: root.wide ? 1 : group.names.length
            columnSpacing: 18
            rowSpacing: 10
            uniformCellWidths: true
            Repeater {
                model: group.names
                KioskButton {
                    required property string modelData
                    readonly property var way: root.known[modelData]
                    objectName: "choose_" + modelData
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 100
                    implicitHeight: Math.max(root.wide ? 92 : 100, written + 36)
                    look: KioskButton.Quiet
                    symbol: way?.symbol ?? "circle-check"
                    font { pixelSize: Theme.elder ? Theme.caption + 1 : Theme.body; weight: Font.Medium }
                    text: way?.title ?? modelData
                    onClicked: Shell.answer("choose", modelData)
                }
            }
        }
    }

    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: root.reading ? "" : Theme.say(root.page.hint)
    }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: root.readerless
        columns: root.wide && root.others.length > 3 ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        uniformCellHeights: true
        Repeater {
            model: root.readerless ? root.others : []
            Choice {
                required property string modelData
                objectName: "choose_" + modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                Layout.maximumHeight: 260
                compact: root.wide && Theme.elder
                symbol: root.known[modelData]?.symbol ?? "circle-check"
                text: root.known[modelData]?.title ?? modelData
                onClicked: Shell.answer("choose", modelData)
            }
        }
    }
    Item { Layout.fillHeight: true; Layout.fillWidth: true; Layout.preferredHeight: 1; visible: root.readerless }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: !root.readerless
        columns: root.wide ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        Panel {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 600
            implicitHeight: root.many && !root.wide ? 340 : 420
            Rectangle {
                id: badge
                visible: !root.reading && root.who.badge !== ""
                anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: 32 }
                width: name.implicitWidth + sign.width + 78
                height: name.implicitHeight + 24
                radius: height / 2
                color: Theme.warnSoft
                border { width: Theme.edge; color: Theme.gold }
                Icon {
                    id: sign
                    x: 28
                    anchors.verticalCenter: parent.verticalCenter
                    name: root.who.symbol
                    side: Math.round(Theme.body * 1.25)
                    color: Theme.warn
                }
                Paragraph {
                    id: name
                    anchors { left: sign.right; leftMargin: 18; verticalCenter: parent.verticalCenter }
                    text: root.who.badge
                    font.weight: Font.Bold
                    color: Theme.warn
                }
            }
            CardReaderDrawing {
                anchors {
                    fill: parent
                    margins: root.many ? 24 : 40
                    topMargin: badge.visible ? badge.height + 56 : root.many ? 24 : 40
                    bottomMargin: privacy.visible ? privacy.height + (root.many ? 36 : 64) : 24
                }
                reading: root.reading
            }
            Paragraph {
                id: privacy
                visible: !root.many || !Theme.elder
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: root.many ? 24 : 36 }
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("身份证信息只用于这次办理。")
                color: Theme.muted
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: root.wide
            Layout.preferredWidth: !root.wide ? -1 : Theme.elder ? 460 : 340
            visible: root.many
            spacing: 18
            Group {
                title: qsTr("没带身份证")
                names: root.others.filter(name => !root.helping(name))
            }
            Group {
                title: qsTr("有人帮忙")
                names: root.others.filter(name => root.helping(name))
            }
            Item { Layout.fillHeight: true; visible: root.wide }
        }
    }
    function helping(name: string): bool {
        return name === "agent" || name === "volunteer";
    }
}
