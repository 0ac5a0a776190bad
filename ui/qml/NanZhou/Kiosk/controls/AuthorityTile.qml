pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Shell

// One resident an agent may act for: who, what for and until when; grey with its reason where it does not cover the item.
T.AbstractButton {
    id: root
    required property var line
    property bool small: false
    readonly property string what: line.items.map(words => Theme.say(words)).join(Shell.language === "zh" ? "、" : ", ")

    objectName: "choose_" + line.number
    text: line.name_masked
    enabled: line.covers
    implicitWidth: 400
    implicitHeight: Math.max(148, words.implicitHeight + 44)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: what
    onClicked: Shell.answer("choose", line.number)

    background: Item {
        Rectangle {
            anchors { fill: parent; topMargin: 8 }
            radius: Theme.radius
            color: Theme.shade
        }
        Rectangle {
            width: parent.width
            height: parent.height - 8
            y: root.down ? 6 : 0
            radius: Theme.radius
            color: !root.enabled ? Theme.idle : root.down ? Theme.pressed : Theme.card
            border { width: Theme.edge; color: Theme.line }
        }
    }
    contentItem: Item {
        readonly property real shift: root.down ? 2 : -4
        Rectangle {
            id: badge
            visible: !root.small
            x: root.small ? 0 : 36
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: parent.shift }
            width: root.small ? 0 : Math.round(92 * Math.min(Theme.scale, 1.15))
            height: width
            radius: width * 0.3
            color: root.enabled ? Theme.tiles[0] : "#7A838B"
            Icon { anchors.centerIn: parent; name: "user-round"; side: Math.round(parent.width * 0.58); color: Theme.white }
        }
        Column {
            id: words
            anchors {
                left: badge.right
                leftMargin: 32
                right: arrow.left
                rightMargin: root.small ? 12 : 24
                verticalCenter: parent.verticalCenter
                verticalCenterOffset: parent.shift
            }
            spacing: 2
            Paragraph {
                width: parent.width
                text: [root.line.name_masked, root.line.number_masked].filter(words => words !== "").join("    ")
                font { pixelSize: root.small ? Theme.body : Theme.label; weight: Font.Bold }
                Accessible.ignored: true
            }
            Paragraph {
                width: parent.width
                visible: root.what !== ""
                text: qsTr("可办：%1").arg(root.what)
                font.pixelSize: root.small ? Theme.caption : Theme.body
                color: Theme.muted
                Accessible.ignored: true
            }
            Paragraph {
                width: parent.width
                text: root.enabled ? qsTr("授权到 %1").arg(root.line.until) : (Theme.say(root.line.note) || qsTr("授权不包括这次要办的事"))
                font { pixelSize: Theme.caption; weight: root.enabled ? Font.Normal : Font.Bold }
                color: root.enabled ? Theme.muted : Theme.accentDeep
                Accessible.ignored: true
            }
        }
        Icon {
            id: arrow
            visible: root.enabled
            anchors { right: parent.right; rightMargin: root.small ? 20 : 36; verticalCenter: parent.verticalCenter; verticalCenterOffset: parent.shift }
            name: "chevron-right"
            side: 52
            color: Theme.muted
        }
    }
}
