pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Shell

// Five levels of GB/T 39735, each a face and a word.
KioskPage {
    id: root
    heading: qsTr("这次服务，您满意吗？")
    lead: qsTr("不记名，也不影响您的办理结果。")
    readonly property list<string> words: [qsTr("非常不满意"), qsTr("不满意"), qsTr("基本满意"), qsTr("满意"), qsTr("非常满意")]
    readonly property list<color> tints: ["#A33224", "#B5632B", "#9A6A1E", "#2A6FA0", "#2F7D6B"]

    // Faces side by side, unless large words would not fit under them.
    readonly property bool beside: wide && !Theme.elder

    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: root.beside ? 5 : 1
        columnSpacing: 18
        rowSpacing: root.wide ? 12 : 18
        uniformCellWidths: true
        uniformCellHeights: true
        Repeater {
            model: 5
            T.AbstractButton {
                id: level
                required property int index
                readonly property int worth: 5 - index
                objectName: "choose_" + worth
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                implicitHeight: root.wide ? 108 : 128
                focusPolicy: Qt.NoFocus
                text: root.words[worth - 1] ?? ""
                Accessible.role: Accessible.Button
                Accessible.name: text
                onClicked: Shell.answer("choose", String(worth))
                background: Item {
                    Rectangle { anchors { fill: parent; topMargin: 8 } radius: Theme.radius; color: Theme.shade }
                    Rectangle {
                        width: parent.width
                        height: parent.height - 8
                        y: level.down ? 6 : 0
                        radius: Theme.radius
                        color: level.down ? Theme.pressed : Theme.card
                        border { width: Theme.edge; color: Theme.line }
                    }
                }
                contentItem: Item {
                    RatingFace {
                        id: face
                        width: root.beside ? Math.min(parent.width * 0.62, 150) : Math.min(150, parent.height * 0.74)
                        height: width
                        x: root.beside ? (parent.width - width) / 2 : 64
                        y: (root.beside ? (parent.height - height - 28 - words.height) / 2 : (parent.height - height) / 2) - 4
                        level: level.worth
                        tint: root.tints[level.worth - 1] ?? Theme.ink
                        filled: level.down
                    }
                    Text {
                        id: words
                        x: root.beside ? 14 : face.x + face.width + 56
                        y: root.beside ? face.y + face.height + 28 : (parent.height - height) / 2 - 4
                        width: parent.width - x - 14
                        text: level.text
                        wrapMode: Text.Wrap
                        horizontalAlignment: root.beside ? Text.AlignHCenter : Text.AlignLeft
                        font { family: Theme.sans; pixelSize: root.beside ? Theme.label : Theme.title; weight: Font.Bold }
                        color: Theme.text
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
    actions: KioskButton {
        objectName: "action_refuse"
        Layout.fillWidth: true
        Layout.fillHeight: true
        look: KioskButton.Quiet
        text: qsTr("不评价，直接结束")
        onClicked: Shell.answer("refuse")
    }
}
