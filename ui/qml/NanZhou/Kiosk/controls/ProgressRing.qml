pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import NanZhou.Kiosk

// How far something is, as a ring; without a number it turns.
Item {
    id: root
    property real progress: -1
    property real thickness: width / 14
    property color tint: Theme.accent
    property color track: Theme.elder ? "#C9D2DA" : Theme.line
    readonly property real reach: width / 2 - thickness / 2

    implicitWidth: 220
    implicitHeight: implicitWidth

    Shape {
        anchors.fill: parent
        ShapePath {
            strokeWidth: root.thickness
            strokeColor: root.track
            fillColor: "transparent"
            PathAngleArc { centerX: root.width / 2; centerY: root.height / 2; radiusX: root.reach; radiusY: root.reach; startAngle: 0; sweepAngle: 360 }
        }
        ShapePath {
            strokeWidth: root.thickness
            strokeColor: root.tint
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            PathAngleArc {
                centerX: root.width / 2
                centerY: root.height / 2
                radiusX: root.reach
                radiusY: root.reach
                startAngle: -90
                sweepAngle: root.progress < 0 ? 84 : Math.max(0.01, 360 * Math.min(1, root.progress))
            }
        }
        RotationAnimation on rotation {
            running: root.visible && root.progress < 0
            from: 0
            to: 360
            duration: 1400
            loops: Animation.Infinite
        }
    }
}
