pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// A sentence that stands out: a notice, a problem or good news, told by icon and words as well as by colour.
Rectangle {
    id: root
    enum Mood { Notice, Problem, Good }
    property int mood: Banner.Notice
    property string symbol: mood === Banner.Problem ? "triangle-alert" : mood === Banner.Good ? "shield-check" : "bell"
    property string text
    readonly property color tone: mood === Banner.Problem ? Theme.accentDeep : mood === Banner.Good ? Theme.goodDeep : Theme.warn

    visible: text !== ""
    implicitHeight: words.implicitHeight + 44
    implicitWidth: 400
    radius: 20
    color: mood === Banner.Problem ? Theme.accentSoft : mood === Banner.Good ? Theme.goodSoft : Theme.warnSoft
    border { width: Theme.edge; color: mood === Banner.Problem ? Theme.accent : mood === Banner.Good ? Theme.good : Theme.gold }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Icon {
        id: mark
        x: 30
        anchors.verticalCenter: parent.verticalCenter
        name: root.symbol
        side: Math.round(44 * Math.min(Theme.scale, 1.2))
        color: root.tone
    }
    Paragraph {
        id: words
        anchors { left: mark.right; leftMargin: 22; right: parent.right; rightMargin: 28; verticalCenter: parent.verticalCenter }
        text: root.text
        font.pixelSize: Theme.body
        color: root.tone
        Accessible.ignored: true
    }
}
