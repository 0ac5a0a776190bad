pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// A social-security card as one holds it: a chip on the left, the name of the card above, a portrait below it.
Rectangle {
    id: root
    width: 340
    height: width * 0.632
    radius: width * 0.05
    gradient: Gradient {
        GradientStop { position: 0; color: "#E8F1F6" }
        GradientStop { position: 1; color: "#B9D3E0" }
    }
    border { width: Math.max(2, root.width / 120); color: "#7FA3B8" }

    Rectangle {
        x: root.width * 0.08
        y: root.height * 0.11
        width: root.width * 0.5
        height: root.height * 0.085
        radius: height / 2
        color: Theme.ink
    }
    Rectangle {
        id: chip
        x: root.width * 0.08
        y: root.height * 0.34
        width: root.width * 0.2
        height: root.height * 0.25
        radius: root.width * 0.022
        color: Theme.gold
        border { width: Math.max(2, root.width / 150); color: Theme.goldDeep }
        Rectangle { anchors.centerIn: parent; width: parent.width * 0.36; height: parent.height * 0.46; radius: width * 0.2; color: "transparent"; border { width: Math.max(2, root.width / 150); color: Theme.goldDeep } }
        Rectangle { y: parent.height / 2 - height / 2; width: parent.width * 0.32; height: Math.max(2, root.width / 150); color: Theme.goldDeep }
        Rectangle { x: parent.width * 0.68; y: parent.height / 2 - height / 2; width: parent.width * 0.32; height: Math.max(2, root.width / 150); color: Theme.goldDeep }
    }
    Repeater {
        model: [0.46, 0.58]
        Rectangle {
            required property int index
            required property real modelData
            x: root.width * 0.08
            y: root.height * (0.7 + index * 0.13)
            width: root.width * modelData
            height: root.height * 0.065
            radius: height / 2
            color: "#5F8196"
        }
    }
    Rectangle {
        x: root.width * 0.7
        y: root.height * 0.3
        width: root.width * 0.22
        height: root.height * 0.46
        radius: root.width * 0.02
        color: "#9DBCCD"
        clip: true
        Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: parent.height * 0.16; width: parent.width * 0.44; height: width; radius: width / 2; color: "#4B6A7D" }
        Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: parent.height * 0.62; width: parent.width * 0.8; height: parent.width * 0.8; radius: width / 2; color: "#4B6A7D" }
    }
}
