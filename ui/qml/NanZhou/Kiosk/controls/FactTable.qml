pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Named values on a sheet; what is not well has a mark.
Panel {
    id: root
    property var facts: []
    implicitHeight: lines.implicitHeight + 48

    ColumnLayout {
        id: lines
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 36; rightMargin: 36 }
        spacing: 0
        Repeater {
            model: root.facts
            Item {
                id: fact
                required property var modelData
                required property int index
                Layout.fillWidth: true
                implicitHeight: Math.max(name.implicitHeight, value.implicitHeight) + 28
                Rectangle { visible: fact.index > 0; width: parent.width; height: 1; color: Theme.line }
                Paragraph {
                    id: name
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.round(parent.width * 0.4)
                    text: Theme.say(fact.modelData.name)
                    color: Theme.muted
                }
                Icon {
                    id: mark
                    visible: !fact.modelData.ok
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    name: "circle-alert"
                    side: Math.round(Theme.body * 1.25)
                    color: Theme.accent
                }
                Paragraph {
                    id: value
                    anchors { left: name.right; leftMargin: 20; right: parent.right; rightMargin: mark.visible ? mark.width + 16 : 0; verticalCenter: parent.verticalCenter }
                    horizontalAlignment: Text.AlignRight
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    text: Theme.say(fact.modelData.value)
                    font { pixelSize: Theme.body; weight: Font.Medium }
                    color: fact.modelData.ok ? Theme.text : Theme.accent
                }
            }
        }
    }
}
