pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Shell

// One item of the catalogue: a tall tile in a grid, or a broad one where there are few.
// An item that cannot be finished here now says why and cannot be chosen.
T.AbstractButton {
    id: root
    required property var tile
    property color tint: Theme.tiles[0]
    property bool broad: false
    property bool large: false
    property bool pointed: true
    readonly property string reason: Theme.say(tile.unavailable)
    readonly property real inset: broad && pointed ? (large ? 48 : 36) : 26

    objectName: "choose_" + tile.item
    text: Theme.say(tile.title)
    enabled: reason === ""
    implicitWidth: 280
    implicitHeight: broad ? Math.max(150, words.implicitHeight + (pointed ? 60 : 44)) : badge.height + words.implicitHeight + 52
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: reason || Theme.say(tile.note)
    onClicked: Shell.answer("choose", tile.item)

    background: Item {
        Rectangle {
            anchors { fill: parent; topMargin: 10 }
            radius: Theme.radius
            color: Theme.shade
        }
        Rectangle {
            width: parent.width
            height: parent.height - 10
            y: root.down ? 8 : 0
            radius: Theme.radius
            color: root.enabled ? (root.down ? Theme.pressed : Theme.card) : Theme.sunken
            border { width: Theme.edge; color: Theme.line }
        }
    }
    contentItem: Item {
        id: face
        readonly property real shift: root.down ? 3 : -5
        Rectangle {
            id: badge
            x: root.inset
            y: (root.broad ? (parent.height - height) / 2 : (parent.height - height - 20 - words.height) / 2) + face.shift
            width: Math.round((root.large ? 136 : root.broad && root.pointed ? 96 : 84) * Math.min(Theme.scale, 1.15))
            height: width
            radius: width * 0.28
            color: root.enabled ? root.tint : "#7A838B"
            Icon {
                anchors.centerIn: parent
                name: root.tile.icon
                side: Math.round(parent.width * 0.58)
                color: Theme.white
            }
        }
        Column {
            id: words
            x: root.broad ? badge.x + badge.width + (root.large ? 44 : root.pointed ? 30 : 22) : root.inset
            y: root.broad ? (parent.height - height) / 2 + face.shift : badge.y + badge.height + 20
            width: parent.width - x - (arrow.visible ? arrow.width + 60 : 14)
            spacing: root.large ? 10 : 4
            Paragraph {
                width: parent.width
                text: root.text
                font { pixelSize: root.large ? Theme.title : root.broad && root.pointed ? Theme.label + 4 : Theme.label; weight: Font.Bold }
                color: root.enabled ? Theme.text : Theme.muted
                Accessible.ignored: true
            }
            Paragraph {
                width: parent.width
                visible: root.reason === ""
                text: Theme.say(root.tile.note)
                font.pixelSize: root.large ? Theme.body : Theme.caption
                color: Theme.muted
                Accessible.ignored: true
            }
            Row {
                visible: root.reason !== ""
                width: parent.width
                spacing: 12
                Icon { id: clock; y: 4; name: "clock"; side: Theme.body; color: Theme.warn }
                Paragraph {
                    width: parent.width - clock.width - 12
                    text: root.reason
                    font.pixelSize: Theme.caption
                    color: Theme.warn
                    Accessible.ignored: true
                }
            }
        }
        Rectangle {
            id: arrow
            visible: root.broad && root.pointed && root.enabled
            anchors { right: parent.right; rightMargin: 36 }
            y: (parent.height - height) / 2 + face.shift
            width: root.large ? 76 : 60
            height: width
            radius: width / 2
            color: root.tint
            Icon { anchors.centerIn: parent; name: "chevron-right"; side: Math.round(parent.width * 0.6); color: Theme.white }
        }
    }
}
