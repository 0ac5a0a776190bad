pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// One thing worth knowing: an icon, a short heading and a sentence, beside the icon or below it.
ColumnLayout {
    id: root
    property string symbol
    property string heading
    property string sentence
    property color tint: Theme.ink
    property bool small: false
    property bool stacked: false
    property int side: Math.round((small ? 64 : 104) * Math.min(Theme.scale, 1.15))
    spacing: 6

    RowLayout {
        Layout.fillWidth: true
        spacing: root.small ? 28 : 36
        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: root.side
            Layout.preferredHeight: Layout.preferredWidth
            radius: width * 0.3
            color: Theme.elder ? Theme.card : Theme.paper
            border { width: Theme.elder ? 4 : 0; color: root.tint }
            Icon {
                anchors.centerIn: parent
                name: root.symbol
                side: Math.round(parent.width * 0.56)
                color: root.tint
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter
            spacing: 2
            Paragraph {
                Layout.fillWidth: true
                visible: text !== ""
                text: root.heading
                font { pixelSize: root.small ? Theme.body : Theme.label + 3; weight: Font.Bold }
            }
            Paragraph {
                Layout.fillWidth: true
                visible: text !== "" && !root.stacked
                text: root.sentence
                font.pixelSize: root.small ? Theme.caption : Theme.body + 1
                color: Theme.muted
            }
        }
    }
    Paragraph {
        Layout.fillWidth: true
        visible: text !== "" && root.stacked
        text: root.sentence
        font.pixelSize: root.small ? Theme.caption : Theme.body + 1
        color: Theme.muted
    }
}
