pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// How something is, by icon, word and colour together.
Row {
    id: root
    required property string symbol
    required property string word
    property string mood: "good"
    property int pixelSize: Theme.body
    // Room for icon and word; the word wraps in it.
    property real room: 10000
    readonly property color tone: mood === "good" ? Theme.good : mood === "bad" ? Theme.accent : mood === "warning" ? Theme.warn : Theme.ink

    spacing: 14
    Icon {
        id: mark
        anchors.verticalCenter: parent.verticalCenter
        name: root.symbol
        side: Math.round(root.pixelSize * 1.25)
        color: root.tone
    }
    Paragraph {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, root.room - mark.width - root.spacing)
        text: root.word
        font { pixelSize: root.pixelSize; weight: Font.Bold }
        color: root.tone
    }
}
