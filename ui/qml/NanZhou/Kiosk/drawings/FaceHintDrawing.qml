pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// What the face check asks for, as a picture that moves slowly: never a flash.
Rectangle {
    id: root
    property string hint: "look"
    readonly property bool bad: ["mask", "covered", "glare"].includes(hint)
    readonly property bool turning: hint === "turn-left" || hint === "turn-right"
    // The mirror picture: the resident's own left is at the left.
    readonly property int side: hint === "turn-left" ? -1 : 1
    readonly property bool plain: ["checking", "done", "one-moment"].includes(hint)
    // Runs from 0 to 1 and rests there, again and again.
    property real step: 0

    implicitWidth: 160
    implicitHeight: implicitWidth
    radius: 32
    color: hint === "light" ? "#3A4650" : hint === "backlight" ? "#FFF1BF" : "#EAF1F5"
    clip: true

    SequentialAnimation on step {
        loops: Animation.Infinite
        running: root.visible && !root.plain && root.hint !== "hold-still"
        PropertyAction { value: 0 }
        PauseAnimation { duration: 350 }
        NumberAnimation { to: 1; duration: 900; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 900 }
    }
    onHintChanged: step = 0

    Item {
        width: 200
        height: 200
        anchors.centerIn: parent
        scale: root.width / 200

        Icon { visible: root.hint === "backlight"; x: 4; y: -6; name: "sun"; side: 192; color: "#E0A21B" }
        HeadDrawing {
            visible: root.hint === "many-faces"
            x: 47
            y: -26
            scale: 0.62
            transformOrigin: Item.Bottom
            coat: "#8A949C"
            skin: "#DCCFC5"
            hair: "#6B6561"
        }
        HeadDrawing {
            objectName: "hint_head"
            visible: !root.plain
            readonly property real near: root.hint === "closer" ? 0.56 + 0.36 * root.step : root.hint === "farther" ? 1.3 - 0.4 * root.step : root.hint === "many-faces" ? 0.62 : 0.9
            x: root.hint === "many-faces" ? -50 : root.hint === "no-face" ? -170 * (1 - root.step) : root.hint === "centre" ? -70 * (1 - root.step) : 0
            y: root.hint === "many-faces" ? -26 : 22
            scale: near
            transformOrigin: Item.Bottom
            turn: root.turning ? root.side * 0.9 * root.step
                : root.hint === "straight" || root.hint === "front-again" ? 0.85 * (1 - root.step) : 0
            masked: root.hint === "mask"
            glasses: root.hint === "glare"
            skin: root.hint === "light" ? "#8C8078" : root.hint === "backlight" ? "#7E736B" : "#F2D5BC"
            coat: root.hint === "light" ? "#1C2730" : Theme.ink
        }
        // What hides a part of the face.
        Rectangle {
            visible: root.hint === "covered"
            x: 30
            y: 96
            width: 140
            height: 62
            radius: 26
            rotation: -14
            color: "#5F7688"
        }
        Icon { visible: root.hint === "glare"; x: 112; y: 54; name: "sun"; side: 66; color: "#E0A21B" }
        Icon { visible: root.hint === "light"; x: 122; y: 8; name: "moon"; side: 62; color: Theme.gold }
        Icon {
            visible: root.hint === "closer" || root.hint === "farther"
            x: 138
            y: 12
            name: "arrow-right"
            turn: root.hint === "closer" ? -90 : 90
            side: 56
            color: Theme.accent
        }
        Icon {
            visible: root.hint === "centre"
            x: 136
            y: 14
            name: "arrow-right"
            side: 56
            color: Theme.accent
        }
        // The arrow over the head goes the way the nose goes.
        Icon {
            visible: root.turning
            x: 68 + root.side * (20 + 34 * root.step)
            y: 0
            name: root.side < 0 ? "arrow-left" : "arrow-right"
            side: 64
            color: Theme.accent
        }
        Icon { visible: root.hint === "hold-still"; x: 130; y: 8; name: "circle-check"; side: 62; color: "#2F7D6B" }
        Icon {
            visible: root.hint === "done"
            anchors.centerIn: parent
            name: "circle-check"
            side: 140
            color: "#2F7D6B"
        }
        Icon {
            visible: root.hint === "one-moment"
            anchors.centerIn: parent
            name: "camera"
            side: 96
            color: "#16344F"
        }
        Icon {
            visible: root.hint === "checking"
            anchors.centerIn: parent
            name: "scan-face"
            side: 96
            color: "#16344F"
        }
        // Crossed out, in the manner of a sign: what is on the face, or the one who is too many.
        Rectangle {
            readonly property bool beside: root.hint === "many-faces"
            visible: root.bad || beside
            x: beside ? 94 : 8
            y: beside ? 48 : 8
            width: beside ? 106 : 184
            height: width
            radius: width / 2
            color: "transparent"
            border { width: 13; color: "#C4392B" }
            Rectangle { anchors.centerIn: parent; width: parent.width - 12; height: 13; rotation: 45; color: "#C4392B" }
        }
    }
    ProgressRing {
        visible: root.hint === "checking" || root.hint === "one-moment"
        anchors { fill: parent; margins: 10 }
        thickness: 9
        tint: "#16344F"
        track: "#C6D2DC"
    }
}
