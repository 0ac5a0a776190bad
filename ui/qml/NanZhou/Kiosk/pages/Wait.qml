pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// The machine is working; there is nothing to touch.
KioskPage {
    id: root
    heading: qsTr("请稍等")
    lead: qsTr("一般几秒钟就好。")

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 460
        ColumnLayout {
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 48 }
            spacing: 48
            ProgressRing {
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: 320
                Layout.preferredHeight: 320
                SealDrawing { anchors.centerIn: parent; width: 140; height: 140 }
            }
            Heading {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: Theme.say(root.page.doing)
            }
        }
    }
}
