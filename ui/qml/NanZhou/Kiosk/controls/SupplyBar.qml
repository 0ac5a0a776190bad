pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// How much of a supply is left: its name, a bar, a number or a word.
ColumnLayout {
    id: root
    required property var gauge
    property bool named: true
    readonly property bool counted: (gauge.percent ?? null) !== null
    readonly property color tint: gauge.low ? Theme.accent : Theme.good

    spacing: 12
    RowLayout {
        Layout.fillWidth: true
        spacing: 20
        Paragraph {
            Layout.fillWidth: true
            text: root.named ? `${Theme.say(root.gauge.device)} · ${Theme.say(root.gauge.name)}` : Theme.say(root.gauge.name)
            font { pixelSize: Theme.label; weight: Font.Bold }
        }
        StateMark {
            symbol: root.gauge.low ? "circle-alert" : "circle-check"
            word: root.counted ? root.gauge.percent + " %" : root.gauge.low ? qsTr("快用完了") : qsTr("够用")
            mood: root.gauge.low ? "bad" : "good"
            pixelSize: Theme.label
        }
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: 26
        radius: 13
        color: Theme.elder ? "#C9D2DA" : Theme.line
        Rectangle {
            width: root.counted ? Math.max(parent.height, parent.width * Math.min(100, root.gauge.percent) / 100) : root.gauge.low ? parent.width * 0.1 : parent.width
            height: parent.height
            radius: 13
            color: root.tint
        }
    }
}
