pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Asks before something that cannot be taken back.
KioskPage {
    id: root
    heading: Theme.say(page.question)

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: detail.implicitHeight + 96
        Point {
            id: detail
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 48 }
            symbol: "circle-alert"
            tint: Theme.warn
            sentence: Theme.say(root.page.detail)
        }
    }
    actions: KioskButton {
        objectName: "choose_yes"
        Layout.fillWidth: true
        Layout.fillHeight: true
        symbol: "check"
        text: qsTr("确定")
        onClicked: Shell.answer("choose", "yes")
    }
}
