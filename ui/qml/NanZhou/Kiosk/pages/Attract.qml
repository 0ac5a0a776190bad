pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Shell

// Nobody is here. The axis at night, the time, and an invitation.
PageBase {
    id: root
    readonly property real middle: wide ? width * 0.72 : width / 2
    readonly property real reach: wide ? height * 0.95 : width
    readonly property real ground: height * (wide ? 0.78 : 0.745)
    readonly property real horizon: ground - reach * 0.44
    property int bulletin: 0

    Item {
        anchors.fill: parent
        Rectangle {
            width: root.width
            height: root.height
            gradient: Gradient {
                GradientStop { position: 0; color: "#0A1A2A" }
                GradientStop { position: 0.55; color: "#17395A" }
                GradientStop { position: 0.82; color: "#5A2F36" }
                GradientStop { position: 1; color: "#7A2B22" }
            }
        }
        // The road that the lights come along, and the gate they come through.
        Shape {
            x: root.middle - width / 2
            y: root.ground - 4
            width: root.reach
            height: root.height - y
            ShapePath {
                strokeWidth: 3
                strokeColor: "#80D8B36A"
                fillColor: "#55081420"
                startX: root.reach * 0.44; startY: 0
                PathLine { x: root.reach * 0.56; y: 0 }
                PathLine { x: root.reach * 0.98; y: root.height - root.ground + 8 }
                PathLine { x: root.reach * 0.02; y: root.height - root.ground + 8 }
                PathLine { x: root.reach * 0.44; y: 0 }
            }
        }
        GateDrawing {
            width: root.reach * 0.82
            height: implicitHeight
            x: root.middle - width / 2
            y: root.ground - height
        }
        // The axis itself: a line of light, and lights that travel along it.
        Rectangle {
            x: root.middle - width / 2
            y: root.horizon
            width: 4
            height: root.height - y
            gradient: Gradient {
                GradientStop { position: 0; color: "#00D8B36A" }
                GradientStop { position: 0.2; color: Theme.gold }
                GradientStop { position: 1; color: "#F1DDAE" }
            }
        }
        Repeater {
            model: 3
            Rectangle {
                id: light
                required property int index
                property real way: 0
                x: root.middle - width / 2
                y: root.horizon + (root.height - root.horizon) * way * way
                width: 8 + 20 * way
                height: width
                radius: width / 2
                color: "#FBEBC4"
                opacity: Math.min(1, way * 3)
                NumberAnimation on way {
                    loops: Animation.Infinite
                    running: root.visible
                    from: light.index / 3
                    to: 1 + light.index / 3
                    duration: 5200
                }
                visible: way <= 1
            }
        }
        Column {
            id: words
            x: (root.wide ? root.width * 0.26 : root.width / 2) - width / 2
            y: root.height * (root.wide ? 0.07 : 0.085)
            spacing: 10
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                text: Shell.clock
                font { family: Theme.sans; pixelSize: root.wide ? 132 : 168; weight: Font.Light }
                color: Theme.white
            }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                text: Shell.day
                font { family: Theme.sans; pixelSize: 36 }
                color: "#C6D2DC"
            }
            Item { width: 1; height: root.wide ? 26 : 44 }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                text: "南中轴综合服务中心"
                font { family: Theme.serif; pixelSize: root.wide ? 74 : 88; weight: Font.Bold; letterSpacing: 5 }
                color: Theme.white
            }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                text: "政务服务 · 全天 24 小时"
                font { family: Theme.sans; pixelSize: 38; letterSpacing: 7 }
                color: Theme.gold
            }
        }
        Rectangle {
            id: notice
            readonly property var each: root.page.bulletins[root.bulletin % Math.max(1, root.page.bulletins.length)] ?? null
            visible: each !== null
            x: words.x + words.width / 2 - width / 2
            y: words.y + words.height + (root.wide ? 34 : 48)
            width: root.wide ? root.width * 0.42 : root.width - 140
            height: told.implicitHeight + 40
            radius: 22
            color: "#66081420"
            border { width: 2; color: "#66D8B36A" }
            Paragraph {
                id: told
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 36; rightMargin: 36 }
                text: notice.each?.zh ?? ""
                horizontalAlignment: Text.AlignHCenter
                font.pixelSize: 30
                color: "#F0E3CF"
            }
        }
        MouseArea {
            width: root.width
            height: root.height
            onClicked: Shell.answer("next")
        }
        T.AbstractButton {
            id: pill
            objectName: "action_next"
            x: words.x + words.width / 2 - width / 2
            y: root.height - height - (root.wide ? 190 : 252)
            width: 660
            height: 148
            focusPolicy: Qt.NoFocus
            text: "轻触屏幕，开始办理"
            Accessible.role: Accessible.Button
            Accessible.name: "轻触屏幕，开始办理 Touch to start"
            onClicked: Shell.answer("next")
            background: Rectangle {
                radius: height / 2
                color: pill.down ? "#F0E6CF" : Theme.white
                border { width: 6; color: Theme.gold }
            }
            contentItem: Item {
                Text {
                    anchors.centerIn: parent
                    text: pill.text
                    font { family: Theme.sans; pixelSize: 50; weight: Font.Bold }
                    color: "#16344F"
                    Accessible.ignored: true
                }
            }
            SequentialAnimation on scale {
                loops: Animation.Infinite
                running: root.visible
                PauseAnimation { duration: 3200 }
                NumberAnimation { to: 1.04; duration: 400; easing.type: Easing.InOutSine }
                NumberAnimation { to: 1; duration: 400; easing.type: Easing.InOutSine }
            }
        }
        Row {
            x: words.x + words.width / 2 - width / 2
            y: pill.y + pill.height + 36
            spacing: 28
            Repeater {
                model: [
                    { name: "start_english", text: "English", language: "en", elder: false },
                    { name: "start_elder", text: "长者大字", language: "zh", elder: true }
                ]
                T.AbstractButton {
                    id: way
                    required property var modelData
                    objectName: modelData.name
                    width: 316
                    height: 104
                    focusPolicy: Qt.NoFocus
                    text: modelData.text
                    Accessible.role: Accessible.Button
                    Accessible.name: text
                    onClicked: {
                        Shell.language = modelData.language;
                        Shell.elder = modelData.elder;
                        Shell.answer("next");
                    }
                    background: Rectangle {
                        radius: height / 2
                        color: way.down ? "#CC27496A" : "#CC0E2438"
                        border { width: 3; color: Theme.gold }
                    }
                    contentItem: Item {
                        Text {
                            anchors.centerIn: parent
                            text: way.text
                            font { family: Theme.sans; pixelSize: 38; weight: Font.Medium }
                            color: Theme.white
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
        Timer {
            interval: 8000
            repeat: true
            running: root.visible && root.page.bulletins.length > 1
            onTriggered: root.bulletin += 1
        }
    }
}
