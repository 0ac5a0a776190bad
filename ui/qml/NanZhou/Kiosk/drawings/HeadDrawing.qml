pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// Somebody's head and shoulders, as they see themselves in a mirror. Drawn 200 wide and high; scale it.
Item {
    id: root
    // From -1, the nose at the left, over 0, straight ahead, to 1, the nose at the right.
    property real turn: 0
    property bool masked: false
    property bool glasses: false
    property color coat: Theme.ink
    property color skin: "#F2D5BC"
    property color hair: "#3B302B"
    readonly property color lines: "#4A3B33"
    readonly property real narrow: 1 - 0.32 * Math.abs(turn)

    width: 200
    height: 200

    Rectangle { x: 22; y: 152; width: 156; height: 48; topLeftRadius: 48; topRightRadius: 48; color: root.coat }
    Rectangle { x: 80; y: 126; width: 40; height: 42; radius: 16; color: Qt.darker(root.skin, 1.12) }
    // The back of the head goes the other way.
    Rectangle { x: 44 - root.turn * 12; y: 6; width: 112; height: 112; radius: 56; color: root.hair }
    Rectangle { x: 50 + root.turn * 8; y: 18; width: 100; height: 128; radius: 50; color: root.skin }
    // The ear of the side one turns away from comes forward, the other one goes.
    Repeater {
        model: 2
        Rectangle {
            required property int index
            readonly property int hand: index === 0 ? -1 : 1
            visible: root.turn * hand < 0.5
            x: 100 + hand * 52 + root.turn * (root.turn * hand > 0 ? -6 : 30) - width / 2
            y: 70
            width: 18
            height: 30
            radius: 9
            color: Qt.darker(root.skin, 1.1)
        }
    }
    Rectangle { x: 50 + root.turn * 8; y: 18; width: 100; height: 36; topLeftRadius: 46; topRightRadius: 46; bottomLeftRadius: 12; bottomRightRadius: 12; color: root.hair }
    Repeater {
        model: 2
        Rectangle {
            required property int index
            x: 100 + root.turn * 30 + (index === 0 ? -22 : 22) * root.narrow - width / 2
            y: 74
            width: 11 * root.narrow + 1
            height: 14
            radius: 6
            color: root.lines
        }
    }
    Rectangle {
        visible: !root.masked
        x: 100 + root.turn * 46 - width / 2
        y: 86
        width: 12 + 8 * Math.abs(root.turn)
        height: 20
        radius: 6
        color: Qt.darker(root.skin, 1.16)
    }
    Rectangle {
        visible: !root.masked
        x: 100 + root.turn * 32 - width / 2
        y: 118
        width: 34 * root.narrow
        height: 7
        radius: 3.5
        color: "#B4614F"
    }
    Repeater {
        model: root.glasses ? 2 : 0
        Rectangle {
            required property int index
            x: 100 + root.turn * 30 + (index === 0 ? -23 : 23) * root.narrow - width / 2
            y: 64
            width: 40 * root.narrow
            height: 34
            radius: 12
            color: "#55FFFFFF"
            border { width: 5; color: root.lines }
        }
    }
    Rectangle {
        visible: root.masked
        x: 52 + root.turn * 14
        y: 90
        width: 96
        height: 54
        topLeftRadius: 14
        topRightRadius: 14
        bottomLeftRadius: 44
        bottomRightRadius: 44
        color: "#8FC4DC"
        border { width: 3; color: "#5B93AD" }
        Rectangle { x: 18; y: 18; width: 60; height: 3; color: "#5B93AD" }
        Rectangle { x: 18; y: 32; width: 60; height: 3; color: "#5B93AD" }
    }
}
