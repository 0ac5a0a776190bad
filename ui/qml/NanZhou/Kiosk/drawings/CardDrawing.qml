pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// An ID card as one holds it: text on the left, portrait on the right.
Rectangle {
    id: root
    width: 340
    height: width * 0.632
    radius: width * 0.05
    gradient: Gradient {
        orientation: Gradient.Horizontal
        GradientStop { position: 0; color: "#F3F7FA" }
        GradientStop { position: 1; color: "#DCE8EF" }
    }
    border { width: Math.max(2, root.width / 120); color: "#9DB2C2" }

    Repeater {
        model: [0.34, 0.22, 0.44, 0.4]
        Rectangle {
            required property int index
            required property real modelData
            x: root.width * 0.08
            y: root.height * (0.15 + index * 0.15)
            width: root.width * modelData
            height: root.height * 0.065
            radius: height / 2
            color: index === 0 ? Theme.ink : "#8FA3B3"
        }
    }
    Rectangle {
        x: root.width * 0.08
        y: root.height * 0.8
        width: root.width * 0.62
        height: root.height * 0.075
        radius: height / 2
        color: "#6E8496"
    }
    Rectangle {
        x: root.width * 0.66
        y: root.height * 0.13
        width: root.width * 0.26
        height: root.height * 0.54
        radius: root.width * 0.02
        color: "#C3D3DE"
        clip: true
        Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: parent.height * 0.16; width: parent.width * 0.44; height: width; radius: width / 2; color: "#5F7688" }
        Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: parent.height * 0.62; width: parent.width * 0.8; height: parent.width * 0.8; radius: width / 2; color: "#5F7688" }
    }
}
