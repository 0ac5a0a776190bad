pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// What was kept is erased for ever.
KioskPage {
    id: root
    heading: qsTr("已经彻底删除")
    lead: qsTr("%1，人脸登录已关闭，马上生效。").arg(page.name_masked)

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 72
        ColumnLayout {
            id: inner
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 56; rightMargin: 56 }
            spacing: 20
            Rectangle {
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: root.wide ? 132 : 220
                implicitHeight: implicitWidth
                radius: width / 2
                color: Theme.good
                Icon { anchors.centerIn: parent; name: "shield-check"; side: Math.round(parent.width * 0.56); color: Theme.white }
            }
            Heading {
                Layout.fillWidth: true
                Layout.topMargin: 12
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("您的人脸特征没有了")
            }
            Paragraph {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("删除后无法恢复。以后想用，可以重新开通；不用也能照常办事。")
                color: Theme.muted
            }
            NumberLine {
                Layout.fillWidth: true
                Layout.topMargin: 16
                name: qsTr("同意书编号")
                number: root.page.consent
            }
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        text: qsTr("知道了，继续")
        onClicked: Shell.answer("next")
    }
}
