pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk

// A large card that is one of several ways on.
T.AbstractButton {
    id: root
    property string symbol
    property string note
    property color tint: Theme.ink
    property bool chosen: false
    property bool compact: false
    property int letters: compact ? Theme.label : Theme.title

    implicitHeight: Math.max(compact ? 112 : 148, words.implicitHeight + (compact ? 44 : 40))
    implicitWidth: 300
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: note

    background: Item {
        Rectangle {
            anchors { fill: parent; topMargin: 8 }
            radius: Theme.radius
            color: root.chosen ? Theme.inkDeep : Theme.shade
        }
        Rectangle {
            width: parent.width
            height: parent.height - 8
            y: root.down ? 6 : 0
            radius: Theme.radius
            color: root.chosen ? Theme.ink : root.down ? Theme.pressed : Theme.card
            border { width: Theme.edge; color: root.chosen ? Theme.ink : Theme.line }
        }
    }
    contentItem: Item {
        Rectangle {
            id: badge
            visible: root.symbol !== ""
            x: root.compact ? 28 : 40
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: root.down ? 2 : -4 }
            width: visible ? Math.round((root.compact ? 64 : 104) * Math.min(Theme.scale, 1.15)) : 0
            height: width
            radius: width * 0.3
            color: root.tint
            Icon { anchors.centerIn: parent; name: root.symbol; side: Math.round(parent.width * 0.58); color: Theme.white }
        }
        Column {
            id: words
            anchors {
                left: badge.visible ? badge.right : parent.left
                leftMargin: badge.visible ? (root.compact ? 24 : 36) : 36
                right: arrow.visible ? arrow.left : parent.right
                rightMargin: arrow.visible ? 24 : 36
                verticalCenter: parent.verticalCenter
                verticalCenterOffset: root.down ? 2 : -4
            }
            spacing: 4
            Paragraph {
                width: parent.width
                text: root.text
                font { pixelSize: root.letters; weight: Font.Bold }
                color: root.chosen ? Theme.white : Theme.text
                Accessible.ignored: true
            }
            Paragraph {
                width: parent.width
                visible: text !== ""
                text: root.note
                color: root.chosen ? Theme.whiteSoft : Theme.muted
                Accessible.ignored: true
            }
        }
        Icon {
            id: arrow
            visible: !root.compact || root.chosen
            anchors { right: parent.right; rightMargin: 36; verticalCenter: parent.verticalCenter; verticalCenterOffset: root.down ? 2 : -4 }
            name: root.compact ? "check" : "chevron-right"
            side: 52
            color: root.chosen ? Theme.gold : Theme.muted
        }
    }
}
