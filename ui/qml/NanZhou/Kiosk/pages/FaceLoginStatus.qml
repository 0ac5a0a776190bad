pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// What is kept for face login, until when, and how to end it: ending is as large a button as going on.
KioskPage {
    id: root
    heading: page.fresh ? qsTr("人脸登录已开通") : qsTr("人脸登录使用中")
    lead: page.fresh ? qsTr("%1，下次在这台机器上不用带卡也能登录。").arg(page.name_masked)
        : qsTr("%1，您可以继续用，也可以马上关闭。").arg(page.name_masked)

    readonly property bool cramped: Theme.elder && (wide || Shell.language !== "zh")
    readonly property bool paired: wide
    slim: paired
    readonly property var points: [
        {
            symbol: "shield-check",
            heading: qsTr("留下了什么"),
            sentence: page.phone ? qsTr("脸部特征的一串数字（不是照片）、姓名、证件号、手机号后四位的核对码。加密后只存在这台机器里，不上传。")
                : qsTr("脸部特征的一串数字（不是照片）、姓名、证件号。加密后只存在这台机器里，不上传。")
        },
        {
            symbol: "calendar-check",
            heading: qsTr("留到什么时候"),
            sentence: page.guardian ? qsTr("%1 开通，最晚到 %2 自动删除；满 14 岁就不再保留。").arg(page.since).arg(page.until)
                : qsTr("%1 开通。一年没用就自动删除，现在算到 %2；用一次，重新算一年。").arg(page.since).arg(page.until)
        },
        {
            symbol: "eraser",
            heading: qsTr("怎么关闭"),
            sentence: page.fresh ? qsTr("随时在首页选“人脸登录”关闭，当场永久删除；现在反悔也可以。")
                : qsTr("按下面的“关闭并删除”，当场永久删除，不影响办事。")
        }
    ]

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + (root.cramped ? 40 : 72)
        GridLayout {
            id: inner
            anchors { fill: parent; leftMargin: 44; rightMargin: 44; topMargin: root.cramped ? 20 : 36; bottomMargin: root.cramped ? 20 : 36 }
            columns: root.paired ? 2 : 1
            columnSpacing: 44
            rowSpacing: 16
            uniformCellWidths: true
            Rectangle {
                visible: !root.wide && !root.lowered && !Theme.elder
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: 150
                implicitHeight: implicitWidth
                radius: width / 2
                color: Theme.good
                Icon { anchors.centerIn: parent; name: root.page.fresh ? "check" : "scan-face"; side: Math.round(parent.width * 0.6); color: Theme.white }
            }
            Repeater {
                model: root.points
                Item {
                    id: share
                    required property var modelData
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 100
                    Layout.minimumHeight: point.implicitHeight
                    implicitHeight: point.implicitHeight
                    Point {
                        id: point
                        y: root.paired ? 0 : (parent.height - height) / 2
                        width: parent.width
                        small: root.cramped
                        stacked: root.paired
                        symbol: share.modelData.symbol
                        tint: Theme.good
                        heading: share.modelData.heading
                        sentence: share.modelData.sentence
                    }
                }
            }
            NumberLine {
                Layout.fillWidth: true
                Layout.preferredWidth: 100
                name: qsTr("同意书编号")
                number: root.page.consent
            }
        }
    }
    actions: [
        KioskButton {
            objectName: "choose_withdraw"
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: KioskButton.Ink
            symbol: "eraser"
            text: qsTr("关闭并删除")
            onClicked: Shell.answer("choose", "withdraw")
        },
        KioskButton {
            objectName: "action_next"
            Layout.fillWidth: true
            Layout.fillHeight: true
            symbol: "check"
            text: root.page.fresh ? qsTr("好的，继续") : qsTr("继续使用")
            onClicked: Shell.answer("next")
        }
    ]
}
