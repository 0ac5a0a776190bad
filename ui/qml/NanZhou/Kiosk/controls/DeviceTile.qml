pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Shell

// One device at a glance: what it is, how it is, since when, and what to do.
T.AbstractButton {
    id: root
    required property var device
    readonly property color tone: device.mood === "good" ? Theme.good : device.mood === "bad" ? Theme.accent : device.mood === "warning" ? Theme.warn : Theme.ink

    objectName: "choose_device:" + device.id
    text: Theme.say(device.name)
    implicitWidth: 300
    implicitHeight: words.implicitHeight + 32
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: Theme.say(device.state)
    onClicked: Shell.answer("choose", "device:" + root.device.id)

    background: Item {
        Rectangle { anchors { fill: parent; topMargin: 8 } radius: Theme.radius; color: Theme.shade }
        Rectangle {
            width: parent.width
            height: parent.height - 8
            y: root.down ? 6 : 0
            radius: Theme.radius
            color: root.down ? Theme.pressed : Theme.card
            border { width: root.device.mood === "good" ? Theme.edge : 4; color: root.device.mood === "good" ? Theme.line : root.tone }
        }
    }
    contentItem: Item {
        Rectangle {
            id: badge
            x: 26
            y: (parent.height - height) / 2 + (root.down ? 3 : -4)
            width: 80
            height: 80
            radius: 24
            color: root.tone
            Icon { anchors.centerIn: parent; name: root.device.icon; side: 46; color: Theme.white }
        }
        Column {
            id: words
            anchors { left: badge.right; leftMargin: 22; right: parent.right; rightMargin: 20 }
            y: (parent.height - height) / 2 + (root.down ? 3 : -4)
            spacing: 0
            Paragraph {
                width: parent.width
                text: root.text
                font { pixelSize: Theme.body + 2; weight: Font.Bold }
                Accessible.ignored: true
            }
            StateMark { room: parent.width; symbol: root.device.state_icon; word: Theme.say(root.device.state); mood: root.device.mood; pixelSize: Theme.caption + 2 }
            Paragraph {
                width: parent.width
                text: root.device.note ? Theme.say(root.device.note) : qsTr("自 %1").arg(root.device.since)
                font.pixelSize: Theme.caption
                color: Theme.muted
                Accessible.ignored: true
            }
        }
    }
}
