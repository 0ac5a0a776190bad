pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// The digits of a code, one box each; a secret shows dots.
Row {
    id: root
    property string digits
    property int length: 6
    property bool secret: false
    property bool wrong: false
    readonly property real box: Math.min(132, (width - spacing * (length - 1)) / length)

    spacing: 20
    Accessible.role: Accessible.EditableText
    Accessible.name: qsTr("已输入 %1 位，共 %2 位").arg(digits.length).arg(length)

    Repeater {
        model: root.length
        Rectangle {
            id: cell
            required property int index
            readonly property bool filled: index < root.digits.length
            readonly property bool next: index === root.digits.length
            width: root.box
            height: Math.round(root.box * 1.16)
            radius: 20
            color: cell.filled || cell.next ? Theme.card : Theme.sunken
            border {
                width: cell.next || root.wrong ? 5 : Theme.edge + 1
                color: root.wrong ? Theme.accent : cell.next ? Theme.ink : Theme.shade
            }
            Text {
                visible: cell.filled && !root.secret
                anchors.centerIn: parent
                text: root.digits[cell.index] ?? ""
                font { family: Theme.sans; pixelSize: 66; weight: Font.Medium }
                color: Theme.ink
            }
            Rectangle {
                visible: cell.filled && root.secret
                anchors.centerIn: parent
                width: 30
                height: 30
                radius: 15
                color: Theme.ink
            }
            Rectangle {
                visible: cell.next
                anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 26 }
                width: parent.width * 0.36
                height: 6
                radius: 3
                color: Theme.ink
            }
        }
    }
}
