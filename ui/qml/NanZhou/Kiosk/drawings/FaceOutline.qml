pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import NanZhou.Kiosk

// What lies over the camera picture: everything but an oval is dimmed, the oval's rim fills as the check goes on.
Item {
    id: root
    property real progress: 0
    property color rim: Theme.white
    property color outside: Theme.paper
    property real ry: height * 0.44
    property real drop: 0
    readonly property real rx: Math.min(ry * 0.76, width * 0.44)
    readonly property real cy: height / 2 + drop

    Shape {
        anchors.fill: parent
        ShapePath {
            strokeWidth: -1
            fillColor: "#B30B1B2B"
            fillRule: ShapePath.OddEvenFill
            PathRectangle { width: root.width; height: root.height }
            PathAngleArc { moveToStart: true; centerX: root.width / 2; centerY: root.cy; radiusX: root.rx; radiusY: root.ry; startAngle: 0; sweepAngle: 360 }
        }
        ShapePath {
            strokeWidth: 10
            strokeColor: root.rim
            fillColor: "transparent"
            PathAngleArc { centerX: root.width / 2; centerY: root.cy; radiusX: root.rx; radiusY: root.ry; startAngle: 0; sweepAngle: 360 }
        }
        ShapePath {
            strokeWidth: 18
            strokeColor: "#5FD39B"
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            PathAngleArc {
                centerX: root.width / 2
                centerY: root.cy
                radiusX: root.rx
                radiusY: root.ry
                startAngle: -90
                sweepAngle: Math.max(0.01, 360 * Math.min(1, root.progress))
            }
        }
        // Round corners: paper over the square ones of the picture.
        ShapePath {
            strokeWidth: -1
            fillColor: root.outside
            fillRule: ShapePath.OddEvenFill
            PathRectangle { x: -2; y: -2; width: root.width + 4; height: root.height + 4 }
            PathRectangle { width: root.width; height: root.height; radius: Theme.panel }
        }
    }
}
