pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// A number that somebody may want to copy or quote: in groups of four, as one reads it aloud.
Rectangle {
    id: root
    property string name
    property string number
    readonly property string grouped: number.replace(/-/g, "").length > 16 ? number.replace(/-/g, "").match(/.{1,4}/g).join(" ") : number

    implicitWidth: 400
    implicitHeight: words.implicitHeight + 36
    radius: 20
    color: Theme.sunken
    border { width: Theme.edge; color: Theme.line }

    Column {
        id: words
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 28; rightMargin: 28 }
        spacing: 2
        Paragraph {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.name
            font.pixelSize: Theme.caption
            color: Theme.muted
        }
        Paragraph {
            objectName: "number"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.grouped
            font { pixelSize: Theme.body; weight: Font.Bold }
            color: Theme.ink
        }
    }
}
