pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Everything is wiped. Goes away by itself.
KioskPage {
    id: root
    heading: qsTr("再见，祝您一切顺利")
    lead: page.papers > 0 ? qsTr("别忘了出纸口的 %1 张纸。").arg(page.papers) : qsTr("感谢您的使用。")
    property int seconds: 8

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 96
        ColumnLayout {
            id: inner
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 56 }
            spacing: 28
            ProgressRing {
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: root.wide ? 240 : 360
                Layout.preferredHeight: Layout.preferredWidth
                tint: Theme.good
                progress: root.seconds / 8
                Icon { anchors.centerIn: parent; name: "shield-check"; side: Math.round(parent.width * 0.46); color: Theme.good }
            }
            Heading {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.page.kept ? qsTr("本次办理已结束") : qsTr("您的信息已从本机清除")
            }
            Paragraph {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.page.kept ? Theme.say(root.page.kept) : qsTr("身份证信息、画面和填写的内容都没有留下。")
                color: Theme.muted
            }
        }
    }
    Timer {
        interval: 1000
        repeat: true
        running: root.seconds > 0
        onTriggered: {
            root.seconds -= 1;
            if (root.seconds === 0)
                Shell.answer("next");
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        text: qsTr("完成（%1 秒后自动结束）").arg(root.seconds)
        onClicked: Shell.answer("next")
    }
}
