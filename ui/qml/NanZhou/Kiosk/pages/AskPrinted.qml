pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The machine cannot tell whether the paper came out; the resident can.
KioskPage {
    id: root
    heading: qsTr("纸打印出来了吗？")
    lead: qsTr("打印机刚才断开了。请看一下屏幕下方的出纸口。")

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 420
        PrinterDrawing {
            anchors { fill: parent; margins: 36; bottomMargin: name.height + 60 }
            stuck: true
            progress: 0.55
        }
        Heading {
            id: name
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 36 }
            horizontalAlignment: Text.AlignHCenter
            text: Theme.say(root.page.title)
        }
    }
    actions: [
        KioskButton {
            objectName: "choose_no"
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: KioskButton.Ink
            symbol: "x"
            text: qsTr("没有出来")
            onClicked: Shell.answer("choose", "no")
        },
        KioskButton {
            objectName: "choose_yes"
            Layout.fillWidth: true
            Layout.fillHeight: true
            symbol: "check"
            text: qsTr("出来了")
            onClicked: Shell.answer("choose", "yes")
        }
    ]
}
