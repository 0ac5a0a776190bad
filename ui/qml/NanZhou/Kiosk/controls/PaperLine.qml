pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// One paper of the list: how far it is, what is to be put right, and the way to lay it down again.
ColumnLayout {
    id: root
    required property var slot
    readonly property string paperState: slot.state
    signal again()
    signal later()
    spacing: 0

    readonly property var looks: ({
        "missing": { "symbol": "file-text", "tone": Theme.muted, "word": slot.required ? qsTr("还没放") : qsTr("可以不放") },
        "good": { "symbol": "circle-check", "tone": Theme.good, "word": qsTr("好了，%1 页").arg(slot.pages) },
        "look": { "symbol": "triangle-alert", "tone": Theme.accent, "word": qsTr("请看一下") },
        "later": { "symbol": "clock", "tone": Theme.warn, "word": qsTr("以后补") }
    })
    readonly property var look: looks[paperState]

    RowLayout {
        Layout.fillWidth: true
        Layout.topMargin: 16
        Layout.bottomMargin: 16
        spacing: 28
        Icon {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 6
            name: root.look.symbol
            side: 56
            color: root.look.tone
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 4
            Paragraph {
                Layout.fillWidth: true
                text: Theme.say(root.slot.name)
                font { pixelSize: Theme.label; weight: Font.Bold }
            }
            Paragraph {
                objectName: "state_" + root.slot.id
                Layout.fillWidth: true
                text: root.look.word
                color: root.look.tone
            }
            Paragraph {
                Layout.fillWidth: true
                visible: text !== ""
                text: Theme.say(root.slot.words)
                color: root.paperState === "look" ? Theme.accent : Theme.muted
            }
        }
        KioskButton {
            objectName: "again_" + root.slot.id
            visible: root.slot.pages > 0
            look: KioskButton.Quiet
            implicitHeight: 104
            Layout.preferredWidth: implicitWidth
            font.pixelSize: Theme.body
            text: qsTr("重新放")
            onClicked: root.again()
        }
        KioskButton {
            objectName: "later_" + root.slot.id
            visible: root.paperState === "missing" && root.slot.may_follow
            look: KioskButton.Quiet
            implicitHeight: 104
            Layout.preferredWidth: implicitWidth
            font.pixelSize: Theme.body
            text: qsTr("以后补")
            onClicked: root.later()
        }
    }
}
