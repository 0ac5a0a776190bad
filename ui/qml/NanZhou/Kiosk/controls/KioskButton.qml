pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk

// A button with a solid lower edge that sinks when pressed. Its words wrap, they are never cut.
T.Button {
    id: root
    enum Look { Primary, Quiet, Ink, Gold }
    property int look: KioskButton.Primary
    property string symbol
    property int symbolTurn: 0
    readonly property real written: words.implicitHeight
    readonly property bool quiet: look === KioskButton.Quiet
    readonly property color face: !enabled ? Theme.idle : quiet ? Theme.card : look === KioskButton.Ink ? Theme.ink
        : look === KioskButton.Gold ? Theme.gold : Theme.accent
    readonly property color side: !enabled ? Theme.idleDeep : quiet ? Theme.shade : look === KioskButton.Ink ? Theme.inkDeep
        : look === KioskButton.Gold ? Theme.goldDeep : Theme.accentDeep
    readonly property color letters: !enabled ? Theme.muted : quiet || look === KioskButton.Gold ? Theme.ink : Theme.white

    implicitHeight: Math.max(Theme.touch, words.implicitHeight + 44)
    implicitWidth: mark.room + words.implicitWidth + 80
    font { family: Theme.sans; pixelSize: Theme.label; weight: Font.Bold }
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Item {
        Rectangle {
            anchors { fill: parent; topMargin: 8 }
            radius: Theme.radius
            color: root.side
        }
        Rectangle {
            width: parent.width
            height: parent.height - 8
            y: root.down ? 6 : 0
            radius: Theme.radius
            color: root.quiet && root.down ? Theme.pressed : root.face
            border { width: root.quiet && root.enabled ? Theme.edge : 0; color: Theme.line }
        }
    }
    contentItem: Item {
        Icon {
            id: mark
            readonly property real room: visible ? width + 18 : 0
            visible: root.symbol !== ""
            x: (parent.width - mark.room - words.width) / 2
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: root.down ? 2 : -4 }
            name: root.symbol
            turn: root.symbolTurn
            side: Math.round(Theme.label * 1.25)
            color: root.letters
        }
        Text {
            id: words
            x: (parent.width + mark.room - width) / 2
            width: Math.min(implicitWidth, root.width - 56 - mark.room)
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: root.down ? 2 : -4 }
            text: root.text
            font: root.font
            color: root.letters
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
