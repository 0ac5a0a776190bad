pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Asks for the code on the resident's phone. The code itself is the answer.
KioskPage {
    id: root
    heading: qsTr("请出示手机上的二维码")
    lead: qsTr("在手机上打开“服务通”，点开“登录码”。")

    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: Theme.say(root.page.hint)
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 460
        PhoneScanDrawing {
            anchors { fill: parent; margins: 40; bottomMargin: place.height + 64 }
        }
        Paragraph {
            id: place
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 36 }
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("把二维码对准屏幕下方的扫码窗，离开一掌远。")
            color: Theme.muted
        }
    }
}
