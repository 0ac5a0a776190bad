pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Asks for the social-security card. The card itself is the answer.
KioskPage {
    id: root
    heading: qsTr("请插入社保卡")
    lead: qsTr("芯片朝上，插到底，读完之前不要拔出。")

    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: Theme.say(root.page.hint)
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 420
        CardSlotDrawing {
            anchors { fill: parent; margins: 40; bottomMargin: privacy.height + 64 }
        }
        Paragraph {
            id: privacy
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 36 }
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("社保卡信息只用于这次办理。")
            color: Theme.muted
        }
    }
}
