pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk

// One key of a keypad or keyboard.
T.AbstractButton {
    id: root
    property string symbol
    property string spoken: text
    property bool dark: false

    implicitWidth: 96
    implicitHeight: 96
    focusPolicy: Qt.NoFocus
    opacity: enabled ? 1 : 0.4
    Accessible.role: Accessible.Button
    Accessible.name: spoken

    background: Item {
        Rectangle {
            anchors { fill: parent; topMargin: 6 }
            radius: 18
            color: root.dark ? Theme.inkDeep : Theme.keyEdge
        }
        Rectangle {
            width: parent.width
            height: parent.height - 6
            y: root.down ? 5 : 0
            radius: 18
            color: root.dark ? (root.down ? Theme.inkSoft : Theme.ink) : root.down ? Theme.pressed : Theme.card
            border { width: root.dark ? 0 : Theme.edge; color: Theme.keyEdge }
        }
    }
    contentItem: Item {
        Text {
            visible: root.symbol === ""
            anchors { centerIn: parent; verticalCenterOffset: root.down ? 2 : -3 }
            text: root.text
            font { family: Theme.sans; pixelSize: root.text.length > 1 ? Theme.label : 46; weight: Font.Medium }
            color: root.dark ? Theme.white : Theme.ink
            Accessible.ignored: true
        }
        Icon {
            visible: root.symbol !== ""
            anchors { centerIn: parent; verticalCenterOffset: root.down ? 2 : -3 }
            name: root.symbol
            side: 50
            color: root.dark ? Theme.white : Theme.ink
        }
    }
}
