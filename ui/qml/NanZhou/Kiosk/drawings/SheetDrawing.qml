pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// A printed sheet with its red seal.
Rectangle {
    id: root
    width: 260
    height: width * 1.36
    radius: 6
    color: "#FFFFFF"
    border { width: 3; color: "#B8C2CA" }

    Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: root.height * 0.09; width: root.width * 0.5; height: root.height * 0.04; radius: height / 2; color: Theme.ink }
    Repeater {
        model: [0.78, 0.7, 0.78, 0.62, 0.78, 0.5]
        Rectangle {
            required property int index
            required property real modelData
            x: root.width * 0.11
            y: root.height * (0.22 + index * 0.085)
            width: root.width * modelData
            height: root.height * 0.026
            radius: height / 2
            color: "#B3BEC7"
        }
    }
    Rectangle {
        x: root.width * 0.62
        y: root.height * 0.7
        width: root.width * 0.26
        height: width
        radius: width / 2
        color: "transparent"
        border { width: root.width * 0.022; color: "#C8402F" }
        Rectangle { anchors.centerIn: parent; width: parent.width * 0.3; height: width; rotation: 45; color: "#C8402F" }
    }
}
