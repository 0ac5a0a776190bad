pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import NanZhou.Kiosk

// One line of a form that waits for digits.
ColumnLayout {
    id: root
    property string name
    property string label
    property string hint
    property string value
    property string problem
    // Where the value comes from, when nobody typed it.
    property string origin
    property bool active: false
    signal wanted()
    spacing: 10

    Paragraph {
        Layout.fillWidth: true
        text: root.label
        font.weight: Font.Bold
    }
    T.AbstractButton {
        id: box
        objectName: "field_" + root.name
        Layout.fillWidth: true
        Layout.preferredHeight: Math.max(Theme.touch - 8, shown.implicitHeight + 40)
        focusPolicy: Qt.NoFocus
        text: root.value
        Accessible.role: Accessible.EditableText
        Accessible.name: root.label
        Accessible.description: root.problem || root.hint
        onClicked: root.wanted()
        background: Rectangle {
            radius: 18
            color: box.down ? Theme.pressed : Theme.card
            border {
                width: root.active || root.problem ? 5 : Theme.edge + 1
                color: root.problem ? Theme.accent : root.active ? Theme.ink : Theme.shade
            }
        }
        contentItem: Item {
            Text {
                id: shown
                anchors { left: parent.left; leftMargin: 28; right: sign.left; rightMargin: 16; verticalCenter: parent.verticalCenter }
                text: root.value || root.hint
                wrapMode: Text.Wrap
                font { family: Theme.sans; pixelSize: root.value ? Theme.label : Theme.body; letterSpacing: root.value ? 3 : 0 }
                color: root.value ? Theme.text : Theme.muted
                Accessible.ignored: true
            }
            Icon {
                id: sign
                anchors { right: parent.right; rightMargin: 26; verticalCenter: parent.verticalCenter }
                side: 44
                name: root.problem ? "triangle-alert" : "keyboard"
                color: root.problem ? Theme.accent : Theme.muted
            }
        }
    }
    Paragraph {
        Layout.fillWidth: true
        visible: text !== ""
        text: root.problem || root.origin
        font.pixelSize: Theme.caption
        color: root.problem ? Theme.accent : Theme.muted
    }
}
