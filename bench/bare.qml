// The least that Qt Quick can show: what the toolkit itself costs.
import QtQuick

Window {
    width: 1080
    height: 1920
    visible: true
    color: "#F5F1E8"

    Rectangle {
        objectName: "tile"
        anchors.fill: parent
        color: touch.pressed ? "#E9E0CC" : "#FFFFFF"

        MouseArea {
            id: touch
            anchors.fill: parent
        }
    }
}
