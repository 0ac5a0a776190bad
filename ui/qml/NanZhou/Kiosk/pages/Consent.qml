pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Separate consent before a face check. Refusing is as easy as agreeing.
KioskPage {
    id: root
    heading: Theme.say(page.question)
    lead: page.name_masked === "" ? "" : qsTr("%1，您好。这次办理需要确认是您本人。").arg(page.name_masked)
    readonly property var topics: ({
        purpose: { symbol: "scan-face", heading: qsTr("做什么用") },
        kept: { symbol: "shield-check", heading: qsTr("留下什么") },
        until: { symbol: "clock", heading: qsTr("留多久") },
        others: { symbol: "users", heading: qsTr("不同意也能办") }
    })

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: points.implicitHeight + 96
        ColumnLayout {
            id: points
            anchors { fill: parent; margins: 48 }
            spacing: 26
            Repeater {
                model: root.page.sentences
                Point {
                    required property var modelData
                    readonly property var topic: root.topics[modelData[0]]
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    symbol: topic?.symbol ?? "circle-check"
                    tint: Theme.good
                    heading: topic?.heading ?? ""
                    sentence: Theme.say(modelData[1])
                }
            }
        }
    }
    actions: [
        KioskButton {
            objectName: "action_refuse"
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: KioskButton.Ink
            symbol: "x"
            text: Theme.say(root.page.refuse)
            onClicked: Shell.answer("refuse")
        },
        KioskButton {
            objectName: "action_next"
            Layout.fillWidth: true
            Layout.fillHeight: true
            symbol: "check"
            text: Theme.say(root.page.agree)
            onClicked: Shell.answer("next")
        }
    ]
}
