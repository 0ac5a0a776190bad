pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// Where the card goes: it comes down on the reader again and again until it lies there.
Item {
    id: root
    property bool reading: false
    readonly property real u: Math.min(width / 760, height / 640)

    Item {
        width: 760
        height: 640
        anchors { centerIn: parent; verticalCenterOffset: root.reading ? -110 * root.u : 0 }
        scale: root.u

        // The desk, the reader in it and the place for the card.
        Rectangle { x: 20; y: 520; width: 720; height: 84; radius: 30; color: Theme.elder ? "#C9D2DA" : Theme.shade }
        Rectangle { x: 100; y: 286; width: 560; height: 280; radius: 40; color: Theme.inkDeep }
        Rectangle { x: 100; y: 274; width: 560; height: 280; radius: 40; color: Theme.ink }
        Rectangle {
            x: 176
            y: 306
            width: 408
            height: 216
            radius: 24
            color: Theme.inkSoft
            border { width: 4; color: Theme.gold }
            Repeater {
                model: 3
                Rectangle {
                    required property int index
                    anchors.centerIn: parent
                    width: 44 + 52 * index
                    height: width
                    radius: width / 2
                    color: index === 0 ? Theme.gold : "transparent"
                    border { width: 6; color: Theme.gold }
                    opacity: 0.85 - 0.25 * index
                }
            }
        }
        Rectangle {
            x: 606
            y: 400
            width: 26
            height: 26
            radius: 13
            color: root.reading ? "#5FD39B" : Theme.gold
            SequentialAnimation on opacity {
                loops: Animation.Infinite
                running: root.visible && root.reading
                NumberAnimation { to: 0.25; duration: 350 }
                NumberAnimation { to: 1; duration: 350 }
            }
        }
        CardDrawing {
            id: card
            x: 210
            width: 340
            y: root.reading ? 306 : 40
            SequentialAnimation on y {
                loops: Animation.Infinite
                running: root.visible && !root.reading
                PropertyAction { value: 40 }
                PauseAnimation { duration: 500 }
                NumberAnimation { to: 306; duration: 900; easing.type: Easing.InOutQuad }
                PauseAnimation { duration: 1300 }
            }
        }
        Column {
            visible: !root.reading
            x: 620
            y: 60
            spacing: -22
            Repeater {
                model: 3
                Icon { required property int index; name: "chevron-right"; turn: 90; side: 72; color: Theme.accent; opacity: 0.35 + 0.3 * index }
            }
        }
        Repeater {
            model: root.reading ? 3 : 0
            Rectangle {
                id: wave
                required property int index
                anchors.centerIn: card
                width: 360 + index * 60
                height: 240 + index * 60
                radius: 40 + index * 20
                color: "transparent"
                border { width: 6; color: Theme.good }
                opacity: 0
                SequentialAnimation on opacity {
                    loops: Animation.Infinite
                    running: root.visible
                    PauseAnimation { duration: wave.index * 180 }
                    NumberAnimation { from: 0; to: 0.8; duration: 240 }
                    NumberAnimation { to: 0; duration: 500 }
                    PauseAnimation { duration: 540 - wave.index * 180 }
                }
            }
        }
    }
}
