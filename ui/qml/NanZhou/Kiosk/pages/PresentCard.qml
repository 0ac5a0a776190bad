pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Asks for the ID card. The card itself is the answer.
KioskPage {
    id: root
    heading: page.reading ? qsTr("正在读取身份证") : qsTr("请放上身份证")
    lead: page.reading ? qsTr("请不要拿开，马上就好。") : qsTr("把身份证平放在屏幕下方的读卡区，人像朝上。")

    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: root.page.reading ? "" : Theme.say(root.page.hint)
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 420
        CardReaderDrawing {
            anchors { fill: parent; margins: 40; bottomMargin: privacy.height + 64 }
            reading: root.page.reading
        }
        Paragraph {
            id: privacy
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 36 }
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("身份证信息只用于这次办理。")
            color: Theme.muted
        }
    }
}
