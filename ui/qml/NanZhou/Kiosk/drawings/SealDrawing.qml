import QtQuick
import NanZhou.Kiosk

// The seal of the house: a gate with the axis of the city running through it.
Item {
    id: root
    width: 92
    height: 92
    Rectangle { anchors.fill: parent; radius: width * 0.22; color: Theme.accent }
    Rectangle { anchors.horizontalCenter: parent.horizontalCenter; width: root.width * 0.044; height: parent.height; color: Theme.gold }
    Rectangle {
        anchors.centerIn: parent
        width: root.width * 0.58
        height: width
        radius: width * 0.18
        color: Theme.accent
        border { width: Math.max(2, root.width * 0.044); color: Theme.gold }
    }
    Rectangle { anchors.centerIn: parent; width: root.width * 0.19; height: width; rotation: 45; color: Theme.gold }
}
