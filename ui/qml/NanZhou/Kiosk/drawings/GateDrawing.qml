pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes

// A gate tower of the axis in outline: two roofs with raised eaves on a wall with one arch.
Item {
    id: root
    property color roof: "#0A1826"
    property color wall: "#14283B"
    property color edge: "#D8B36A"
    property real stroke: Math.max(1.5, width / 240)

    implicitHeight: width * 0.46

    component Roof: Shape {
        id: shape
        property real lift: height * 0.2
        ShapePath {
            strokeWidth: root.stroke
            strokeColor: root.edge
            fillColor: root.roof
            joinStyle: ShapePath.RoundJoin
            startX: 0
            startY: shape.height - shape.lift
            PathQuad { x: shape.width * 0.24; y: 0; controlX: shape.width * 0.17; controlY: shape.height * 0.72 }
            PathLine { x: shape.width * 0.76; y: 0 }
            PathQuad { x: shape.width; y: shape.height - shape.lift; controlX: shape.width * 0.83; controlY: shape.height * 0.72 }
            PathQuad { x: shape.width * 0.9; y: shape.height; controlX: shape.width * 0.955; controlY: shape.height }
            PathLine { x: shape.width * 0.1; y: shape.height }
            PathQuad { x: 0; y: shape.height - shape.lift; controlX: shape.width * 0.045; controlY: shape.height }
        }
    }
    Rectangle {
        x: root.width * 0.2
        y: root.height * 0.2
        width: root.width * 0.6
        height: root.height * 0.5
        color: root.wall
    }
    Rectangle {
        x: root.width * 0.08
        y: root.height * 0.62
        width: root.width * 0.84
        height: root.height * 0.38
        color: root.roof
        Rectangle { width: parent.width; height: root.stroke; color: root.edge; opacity: 0.7 }
    }
    Roof { x: root.width * 0.14; width: root.width * 0.72; height: root.height * 0.24 }
    Roof { y: root.height * 0.36; width: root.width; height: root.height * 0.26 }
    Repeater {
        model: 7
        Rectangle {
            required property int index
            x: root.width * (0.26 + index * 0.08) - width / 2
            y: root.height * 0.255
            width: root.width * 0.026
            height: root.height * 0.085
            color: root.edge
            opacity: 0.55
        }
    }
    Rectangle {
        x: root.width * 0.5 - width / 2
        y: root.height * 0.74
        width: root.width * 0.1
        height: root.height * 0.26
        topLeftRadius: width / 2
        topRightRadius: width / 2
        color: root.edge
    }
}
