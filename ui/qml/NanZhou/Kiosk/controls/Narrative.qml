pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// What a page is about: the journey, where the resident is in it, and what is asked now.
Item {
    id: root
    property var trail: null
    property string heading
    property string lead
    property bool boxed: false
    property bool upright: false
    readonly property real inset: boxed ? 48 : 0

    // Large letters may leave no room below for the journey; what is asked now comes first.
    readonly property bool cramped: upright && title.implicitHeight + question.implicitHeight + more.implicitHeight + journey.implicitHeight + 132 > height

    implicitHeight: words.implicitHeight + 2 * (boxed ? 44 : 0)

    Rectangle {
        visible: root.boxed
        anchors.fill: parent
        radius: Theme.panel
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.ink }
            GradientStop { position: 1; color: Theme.inkDeep }
        }
        Rectangle { y: 52; width: 8; height: 70; radius: 4; color: Theme.gold }
        GateDrawing {
            visible: root.upright && root.trail === null
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 56 }
            width: parent.width * 0.66
            height: implicitHeight
            opacity: 0.5
        }
    }
    ColumnLayout {
        id: words
        anchors { fill: parent; leftMargin: root.inset; rightMargin: root.inset; topMargin: root.boxed ? 44 : 0; bottomMargin: root.boxed ? 44 : 0 }
        spacing: 0
        Paragraph {
            id: title
            Layout.fillWidth: true
            Layout.bottomMargin: root.upright ? 10 : 22
            visible: root.trail !== null
            text: Theme.say(root.trail?.title)
            font { pixelSize: Theme.body; weight: Font.Bold }
            color: root.boxed ? Theme.gold : Theme.muted
        }
        Loader {
            Layout.fillWidth: true
            Layout.bottomMargin: 36
            visible: active
            active: root.trail !== null && !root.upright
            sourceComponent: stepper
        }
        Item { Layout.fillHeight: true; visible: root.boxed && !root.upright }
        Heading {
            id: question
            Layout.fillWidth: true
            text: root.heading
            font.pixelSize: root.upright ? Math.round(Theme.display * 0.8) : Theme.display
            color: root.boxed ? Theme.white : Theme.text
        }
        Paragraph {
            id: more
            Layout.fillWidth: true
            Layout.topMargin: 12
            visible: text !== ""
            text: root.lead
            color: root.boxed ? Theme.whiteSoft : Theme.muted
        }
        Item { Layout.fillHeight: true; visible: root.boxed }
        Loader {
            id: journey
            Layout.fillWidth: true
            visible: active && !root.cramped
            active: root.trail !== null && root.upright
            sourceComponent: stepper
        }
    }
    Component {
        id: stepper
        Stepper {
            steps: root.trail?.steps ?? []
            current: root.trail?.current ?? 0
            dark: root.boxed
            upright: root.upright
        }
    }
}
