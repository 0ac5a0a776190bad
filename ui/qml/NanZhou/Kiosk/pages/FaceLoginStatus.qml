pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// What is kept for face login, until when, and how to end it: ending is as large a button as going on.
KioskPage {
    id: root
    heading: page.fresh ? qsTr("刷脸登录已开通") : qsTr("刷脸登录使用中")
    lead: page.fresh ? qsTr("%1，下次在这台机器上不用带卡也能登录。").arg(page.name_masked)
        : qsTr("%1，您可以继续用，也可以马上关闭。").arg(page.name_masked)

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 72
        ColumnLayout {
            id: inner
            anchors { fill: parent; leftMargin: 48; rightMargin: 48; topMargin: 36; bottomMargin: 36 }
            spacing: 16
            Item { Layout.fillHeight: true }
            Rectangle {
                visible: !root.wide && !root.lowered && !Theme.elder
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: 150
                implicitHeight: implicitWidth
                radius: width / 2
                color: Theme.good
                Icon { anchors.centerIn: parent; name: root.page.fresh ? "check" : "scan-face"; side: Math.round(parent.width * 0.6); color: Theme.white }
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "shield-check"
                tint: Theme.good
                heading: qsTr("留下了什么")
                sentence: qsTr("一组加密的人脸特征，没有照片，只存在本机。")
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "calendar-check"
                tint: Theme.good
                heading: qsTr("用到什么时候")
                sentence: qsTr("%1 开通，%2 到期自动删除。").arg(root.page.since).arg(root.page.until)
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "eraser"
                tint: Theme.good
                heading: qsTr("怎么关闭")
                sentence: root.page.fresh ? qsTr("随时在首页选“刷脸登录”关闭，马上删除；现在反悔也可以。")
                    : qsTr("按下面的“关闭并删除”，马上生效，不影响办事。")
            }
            Item { Layout.fillHeight: true }
            NumberLine {
                Layout.fillWidth: true
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
