pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// The printer with a sheet that comes out as far as the work has come.
Item {
    id: root
    property real progress: 0
    property bool stuck: false
    property bool done: false
    readonly property real u: Math.min(width / 760, height / 700)

    Item {
        width: 760
        height: 700
        anchors.centerIn: parent
        scale: root.u

        Rectangle { x: 148; y: 300; width: 464; height: 396; radius: 28; color: Theme.elder ? "#E3E7EB" : Theme.paper }
        Rectangle { x: 220; y: 30; width: 320; height: 90; radius: 10; color: "#FFFFFF"; border { width: 3; color: "#B8C2CA" } }
        Rectangle { x: 90; y: 84; width: 580; height: 262; radius: 44; color: Theme.inkDeep }
        Rectangle { x: 90; y: 72; width: 580; height: 262; radius: 44; color: Theme.ink }
        Rectangle { x: 130; y: 112; width: 500; height: 8; radius: 4; color: Theme.inkSoft }
        Rectangle {
            x: 590
            y: 150
            width: 36
            height: 36
            radius: 18
            color: root.stuck ? "#F0B54A" : root.done ? "#5FD39B" : "#7FB6E6"
            SequentialAnimation on opacity {
                loops: Animation.Infinite
                running: root.visible && !root.done
                NumberAnimation { to: 0.3; duration: 500 }
                NumberAnimation { to: 1; duration: 500 }
            }
        }
        Icon { x: 136; y: 146; name: root.stuck ? "triangle-alert" : root.done ? "check" : "printer"; side: 60; color: Theme.gold }
        Rectangle { x: 176; y: 246; width: 408; height: 34; radius: 17; color: "#05101A" }

        Item {
            x: 180
            y: 264
            width: 400
            height: 408
            clip: true
            SheetDrawing {
                x: 46
                width: 308
                y: -height + Math.max(0.05, Math.min(1, root.progress)) * (height - 4)
                Behavior on y { NumberAnimation { duration: 600; easing.type: Easing.OutQuad } }
            }
        }
    }
}
