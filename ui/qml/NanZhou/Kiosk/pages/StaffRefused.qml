pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Nobody comes in with this card now.
KioskPage {
    id: root
    heading: qsTr("维护模式没有打开")
    lead: qsTr("每一次尝试都有记录。")

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: why.implicitHeight + 96
        Point {
            id: why
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 48 }
            symbol: "key-round"
            tint: Theme.warn
            heading: Theme.say(root.page.reason)
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        text: qsTr("知道了")
        onClicked: Shell.answer("next")
    }
}
