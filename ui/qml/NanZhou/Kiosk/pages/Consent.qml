pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Separate consent, topic by topic. Refusing is as large a button as agreeing.
KioskPage {
    id: root
    heading: Theme.say(page.question)
    lead: page.guardian ? (tight ? decides : "") : page.name_masked === "" ? qsTr("同意或不同意都可以，都能接着办事。")
        : qsTr("%1，您好。同意或不同意都可以，都能接着办事。").arg(page.name_masked)
    // Large letters and much to say: a little less of them, so that nothing is left to scroll to.
    readonly property bool cramped: Theme.elder && (wide || Shell.language !== "zh" || page.guardian || page.sentences.length > 3)
    readonly property int air: cramped ? 14 : 28
    readonly property int columns: wide && page.sentences.length > 3 ? 2 : 1
    // Whom the guardian decides for is said in the story where a banner would push something out of sight.
    readonly property bool tight: columns === 2 || (Theme.elder && Shell.language !== "zh")
    readonly property string decides: !page.guardian ? "" : page.name_masked === "" ? qsTr("请监护人来决定：孩子不满 14 周岁。")
        : qsTr("请监护人来决定：%1 不满 14 周岁。").arg(page.name_masked)
    slim: columns === 2
    readonly property var topics: ({
        purpose: { symbol: "scan-face", heading: qsTr("做什么用") },
        kept: { symbol: "shield-check", heading: qsTr("留下什么") },
        until: { symbol: "clock", heading: qsTr("留多久") },
        others: { symbol: "users", heading: qsTr("不同意怎么办") }
    })

    Banner {
        Layout.fillWidth: true
        symbol: "baby"
        text: root.tight ? "" : root.decides
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: points.implicitHeight + 24
        GridLayout {
            id: points
            anchors { fill: parent; leftMargin: 44; rightMargin: 44; topMargin: 12; bottomMargin: 12 }
            columns: root.columns
            columnSpacing: 44
            rowSpacing: 0
            uniformCellWidths: true
            Repeater {
                model: root.page.sentences
                // Every topic has the same share of the sheet, whatever its sentence is like.
                Item {
                    id: share
                    required property int index
                    required property var modelData
                    readonly property var topic: root.topics[modelData[0]]
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: point.implicitHeight + root.air
                    Layout.preferredWidth: 100
                    Layout.preferredHeight: point.implicitHeight + root.air
                    implicitHeight: point.implicitHeight + root.air
                    Rectangle {
                        visible: share.index >= root.columns
                        width: parent.width
                        height: Theme.edge / 2
                        color: Theme.line
                    }
                    Point {
                        id: point
                        small: root.cramped
                        stacked: root.columns === 2
                        y: root.columns === 2 ? root.air : (parent.height - height) / 2
                        width: parent.width
                        symbol: share.topic?.symbol ?? "circle-check"
                        tint: Theme.good
                        heading: share.topic?.heading ?? ""
                        sentence: Theme.say(share.modelData[1])
                    }
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
