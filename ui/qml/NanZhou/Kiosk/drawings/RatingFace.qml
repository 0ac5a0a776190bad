pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes

// A face whose mouth says how it went: 5 is a broad smile, 1 is its opposite.
Item {
    id: root
    property int level: 3
    property color tint: "#2F7D6B"
    property bool filled: false
    readonly property color line: filled ? "#FFFFFF" : tint
    readonly property real bend: (level - 3) * 0.075

    implicitWidth: 120
    implicitHeight: implicitWidth

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: root.filled ? root.tint : Qt.alpha(root.tint, 0.12)
        border { width: root.width * 0.05; color: root.tint }
    }
    Repeater {
        model: 2
        Rectangle {
            required property int index
            x: root.width * (index === 0 ? 0.33 : 0.67) - width / 2
            y: root.height * 0.34
            width: root.width * 0.1
            height: root.height * 0.13
            radius: width / 2
            color: root.line
        }
    }
    Shape {
        anchors.fill: parent
        ShapePath {
            strokeWidth: root.width * 0.06
            strokeColor: root.line
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            startX: root.width * 0.29
            startY: root.height * (0.66 - root.bend * 0.5)
            PathQuad {
                x: root.width * 0.71
                y: root.height * (0.66 - root.bend * 0.5)
                controlX: root.width * 0.5
                controlY: root.height * (0.66 + root.bend * 1.25)
            }
        }
    }
}
