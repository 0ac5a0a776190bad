pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// Goes down over the page of a visit that ended by itself, and up again over nobody's.
Item {
    id: root
    objectName: "curtain"
    signal fallen()

    function fall(): void {
        fall.start();
    }

    clip: true
    Rectangle {
        id: cloth
        width: parent.width
        height: parent.height
        y: -height
        color: Theme.ink
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 8; color: Theme.gold }
        Heading {
            anchors.centerIn: parent
            width: parent.width - 120
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("已清除本次内容")
            font.pixelSize: Theme.display
            color: Theme.white
        }
    }
    SequentialAnimation {
        id: fall
        NumberAnimation { target: cloth; property: "y"; from: -root.height; to: 0; duration: 160; easing.type: Easing.OutQuad }
        PauseAnimation { duration: 700 }
        NumberAnimation { target: cloth; property: "y"; to: -root.height; duration: 160; easing.type: Easing.InQuad }
        ScriptAction { script: root.fallen() }
    }
}
