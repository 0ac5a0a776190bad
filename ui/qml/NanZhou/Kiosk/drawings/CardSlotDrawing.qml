pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// Where the social-security card goes: into the slot, chip first, again and again until it is in.
Item {
    id: root
    readonly property real u: Math.min(width / 760, height / 600)

    Item {
        width: 760
        height: 600
        anchors.centerIn: parent
        scale: root.u

        // The card slides behind the face of the reader; what is inside is not seen.
        Item {
            x: 150
            y: 0
            width: 460
            height: 352
            clip: true
            SocialCardDrawing {
                id: card
                x: 124
                y: 20
                width: 336
                rotation: -90
                transformOrigin: Item.Center
                SequentialAnimation on y {
                    loops: Animation.Infinite
                    running: root.visible
                    PropertyAction { value: 60 }
                    PauseAnimation { duration: 600 }
                    NumberAnimation { to: 236; duration: 1100; easing.type: Easing.InOutQuad }
                    PauseAnimation { duration: 1400 }
                }
            }
        }
        Rectangle { x: 60; y: 332; width: 640; height: 240; radius: 40; color: Theme.inkDeep }
        Rectangle { x: 60; y: 320; width: 640; height: 240; radius: 40; color: Theme.ink }
        Rectangle { x: 218; y: 344; width: 324; height: 22; radius: 11; color: "#060F18"; border { width: 4; color: Theme.gold } }
        Icon { anchors.horizontalCenter: parent.horizontalCenter; y: 410; name: "credit-card"; side: 96; color: Theme.gold }
        Rectangle { x: 620; y: 440; width: 26; height: 26; radius: 13; color: Theme.gold }
        Column {
            x: 610
            y: 90
            spacing: -22
            Repeater {
                model: 3
                Icon { required property int index; name: "chevron-right"; turn: 90; side: 72; color: Theme.accent; opacity: 0.35 + 0.3 * index }
            }
        }
    }
}
