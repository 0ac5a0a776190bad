pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// What happened, what is safe, what can be done now.
KioskPage {
    id: root
    heading: page.family === "expected" ? qsTr("再来一次就好") : page.family === "temporary" ? qsTr("遇到一点小问题") : qsTr("这里暂时办不了")
    lead: page.family === "permanent" ? qsTr("我们给您换个办法。") : qsTr("不是您操作的问题，别着急。")

    // Up to two ways on stand side by side below; more are a list.
    readonly property bool stacked: page.choices.length + (page.retry ? 1 : 0) > 2

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: points.implicitHeight + 96
        ColumnLayout {
            id: points
            anchors { fill: parent; margins: 48 }
            spacing: 24
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "triangle-alert"
                tint: Theme.accent
                heading: qsTr("发生了什么")
                sentence: Theme.say(root.page.happened)
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                visible: sentence !== ""
                symbol: "shield-check"
                tint: Theme.good
                heading: qsTr("您可以放心")
                sentence: Theme.say(root.page.safe)
            }
            Item { Layout.fillHeight: true; visible: root.page.safe !== null }
            Point {
                Layout.fillWidth: true
                visible: sentence !== ""
                symbol: "circle-help"
                tint: Theme.warn
                heading: qsTr("现在怎么办")
                sentence: Theme.say(root.page.advice)
            }
            Item { Layout.fillHeight: true; visible: root.page.advice !== null }
        }
    }
    Repeater {
        model: root.stacked ? root.page.choices : []
        Choice {
            required property var modelData
            objectName: "choose_" + modelData[0]
            Layout.fillWidth: true
            compact: true
            text: Theme.say(modelData[1])
            onClicked: Shell.answer("choose", modelData[0])
        }
    }
    actions: [
        Repeater {
            model: root.stacked ? [] : root.page.choices
            KioskButton {
                required property var modelData
                objectName: "choose_" + modelData[0]
                Layout.fillWidth: true
                Layout.fillHeight: true
                look: root.page.retry ? KioskButton.Quiet : KioskButton.Ink
                text: Theme.say(modelData[1])
                onClicked: Shell.answer("choose", modelData[0])
            }
        },
        KioskButton {
            objectName: "action_retry"
            visible: root.page.retry
            Layout.fillWidth: true
            Layout.fillHeight: true
            symbol: "refresh-cw"
            text: qsTr("再试一次")
            onClicked: Shell.answer("retry")
        },
        KioskButton {
            objectName: "action_next"
            visible: !root.page.retry && root.page.choices.length === 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            text: qsTr("知道了，继续")
            onClicked: Shell.answer("next")
        }
    ]
}
