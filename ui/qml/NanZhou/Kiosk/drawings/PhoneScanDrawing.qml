pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// A phone that shows a code comes over the window of the scanner, and the light runs over it.
Item {
    id: root
    readonly property real u: Math.min(width / 760, height / 640)

    Item {
        width: 760
        height: 640
        anchors.centerIn: parent
        scale: root.u

        Rectangle { x: 120; y: 462; width: 520; height: 156; radius: 40; color: Theme.inkDeep }
        Rectangle { x: 120; y: 450; width: 520; height: 156; radius: 40; color: Theme.ink }
        Rectangle { x: 230; y: 482; width: 300; height: 92; radius: 20; color: "#060F18"; border { width: 4; color: Theme.gold } }
        Rectangle { x: 250; y: 522; width: 260; height: 10; radius: 5; color: "#E4574A" }
        // The light of the scanner, up to the phone.
        Rectangle {
            x: 262
            y: 330
            width: 236
            height: 190
            gradient: Gradient {
                GradientStop { position: 0; color: "#00E4574A" }
                GradientStop { position: 1; color: "#66E4574A" }
            }
        }
        Rectangle {
            id: phone
            x: 266
            y: 8
            width: 228
            height: 420
            radius: 36
            color: Theme.inkDeep
            border { width: 6; color: Theme.inkSoft }
            Rectangle {
                anchors { fill: parent; margins: 16; topMargin: 34; bottomMargin: 34 }
                radius: 14
                color: Theme.white
                Icon { anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: 86 } name: "qr-code"; side: 164; color: Theme.inkDeep }
                Rectangle { x: 32; y: 34; width: parent.width - 64; height: 22; radius: 11; color: Theme.accent }
                Rectangle { x: 52; y: 284; width: parent.width - 104; height: 16; radius: 8; color: "#9DB2C2" }
                Rectangle { x: 72; y: 314; width: parent.width - 144; height: 16; radius: 8; color: "#C3D3DE" }
            }
            SequentialAnimation on y {
                loops: Animation.Infinite
                running: root.visible
                PropertyAction { value: -12 }
                PauseAnimation { duration: 500 }
                NumberAnimation { to: 30; duration: 1000; easing.type: Easing.InOutQuad }
                PauseAnimation { duration: 1600 }
            }
        }
        Column {
            x: 560
            y: 130
            spacing: -22
            Repeater {
                model: 3
                Icon { required property int index; name: "chevron-right"; turn: 90; side: 72; color: Theme.accent; opacity: 0.35 + 0.3 * index }
            }
        }
    }
}
