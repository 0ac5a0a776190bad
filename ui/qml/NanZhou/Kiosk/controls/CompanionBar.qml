pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// Who acts for the resident or helps them: a slim line over the page for as long as they do.
Rectangle {
    id: root
    property string words
    readonly property real depth: visible ? height : 0

    visible: words !== ""
    height: visible ? line.implicitHeight + 24 : 0
    color: Theme.warnSoft
    Accessible.role: Accessible.StatusBar
    Accessible.name: words

    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: Theme.edge; color: Theme.gold }
    Icon {
        id: mark
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        name: "hand-helping"
        side: Math.round(Theme.body * 1.25)
        color: Theme.warn
    }
    Paragraph {
        id: line
        objectName: "companion"
        anchors { left: mark.right; leftMargin: 18; right: parent.right; rightMargin: Theme.margin; verticalCenter: parent.verticalCenter }
        text: root.words
        font { pixelSize: Theme.body; weight: Font.Medium }
        color: Theme.warn
        Accessible.ignored: true
    }
}
