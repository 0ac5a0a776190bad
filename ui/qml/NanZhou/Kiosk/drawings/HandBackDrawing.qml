pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// The helper steps aside, the resident stands before the screen.
Item {
    id: root
    readonly property real u: Math.min(width / 900, height / 560)

    // Somebody: head, shoulders, and a mark of what they are.
    component Person: Item {
        id: person
        property color tint: Theme.ink
        property string symbol
        width: 200
        height: 330
        Rectangle { x: 46; width: 108; height: 108; radius: 54; color: person.tint }
        Rectangle { y: 126; width: 200; height: 204; radius: 84; color: person.tint }
        Rectangle { y: 240; width: 200; height: 90; color: person.tint }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 168
            width: 96
            height: 96
            radius: 48
            color: Theme.white
            Icon { anchors.centerIn: parent; name: person.symbol; side: 60; color: person.tint }
        }
    }

    Item {
        width: 900
        height: 560
        anchors.centerIn: parent
        scale: root.u

        Rectangle { x: 20; y: 524; width: 860; height: 22; radius: 11; color: Theme.elder ? "#C9D2DA" : Theme.shade }
        // The kiosk.
        Rectangle { x: 354; y: 400; width: 192; height: 130; color: Theme.inkDeep }
        Rectangle { x: 270; y: 60; width: 360; height: 362; radius: 32; color: Theme.inkDeep }
        Rectangle {
            x: 290
            y: 80
            width: 320
            height: 322
            radius: 18
            color: Theme.paper
            Rectangle { width: parent.width; height: 54; topLeftRadius: 18; topRightRadius: 18; color: Theme.ink }
            Rectangle { y: 54; width: parent.width; height: 5; color: Theme.gold }
        }
        Person { x: 20; y: 196; tint: Theme.elder ? "#5B6670" : "#8A949C"; symbol: "hand-helping" }
        Person { x: 680; y: 196; tint: Theme.good; symbol: "user-round-check" }
        // From the one to the other, over the screen.
        Item {
            x: 290
            y: 134
            width: 320
            height: 268
            clip: true
            Row {
                id: arrows
                y: (parent.height - height) / 2
                spacing: 0
                Repeater {
                    model: 3
                    Icon { required property int index; name: "chevron-right"; side: 112; color: Theme.accent; opacity: 0.35 + 0.3 * index }
                }
                SequentialAnimation on x {
                    loops: Animation.Infinite
                    running: root.visible
                    NumberAnimation { from: -36; to: 20; duration: 1400; easing.type: Easing.InOutSine }
                    NumberAnimation { to: -36; duration: 1400; easing.type: Easing.InOutSine }
                }
            }
        }
    }
}
