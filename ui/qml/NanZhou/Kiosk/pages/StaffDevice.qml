pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// One device: how it is, what it found about itself, and what it saw.
KioskPage {
    id: root
    heading: Theme.say(page.device.name)
    lead: qsTr("%1，自 %2").arg(Theme.say(page.device.state)).arg(page.device.since)
    readonly property bool busy: Theme.say(page.doing) !== ""

    Banner {
        Layout.fillWidth: true
        symbol: "hourglass"
        text: Theme.say(root.page.doing)
    }
    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: Theme.say(root.page.device.note)
    }
    Paragraph {
        Layout.fillWidth: true
        visible: text !== ""
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        text: root.page.problem
        font.pixelSize: Theme.caption
        color: Theme.muted
    }
    Panel {
        Layout.fillWidth: true
        visible: Theme.say(root.page.verdict) !== ""
        implicitHeight: found.implicitHeight + 64
        ColumnLayout {
            id: found
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 36 }
            spacing: 18
            StateMark {
                room: found.width
                symbol: root.page.passed ? "circle-check" : "triangle-alert"
                word: Theme.say(root.page.verdict)
                mood: root.page.passed ? "good" : "bad"
                pixelSize: Theme.label
            }
            Repeater {
                model: root.page.checks
                ColumnLayout {
                    id: check
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: 2
                    RowLayout {
                        Layout.fillWidth: true
                        spacing: 16
                        Icon { name: check.modelData.ok ? "check" : "x"; side: Math.round(Theme.body * 1.2); color: check.modelData.ok ? Theme.good : Theme.accent }
                        Paragraph { Layout.fillWidth: true; text: check.modelData.name; wrapMode: Text.WrapAtWordBoundaryOrAnywhere }
                        Paragraph { text: Math.round(check.modelData.ms) + " ms"; color: Theme.muted }
                    }
                    Paragraph {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: check.modelData.detail
                        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                        font.pixelSize: Theme.caption
                        color: check.modelData.ok ? Theme.muted : Theme.accent
                    }
                }
            }
            Image {
                id: picture
                objectName: "picture"
                visible: root.page.picture !== ""
                Layout.alignment: Qt.AlignHCenter
                Layout.fillWidth: true
                Layout.preferredHeight: 560
                source: root.page.picture
                sourceSize.width: 1200
                fillMode: Image.PreserveAspectFit
                cache: false
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("设备看到或打印的画面")
            }
        }
    }
    Repeater {
        model: root.page.gauges
        SupplyBar {
            required property var modelData
            gauge: modelData
            named: false
            Layout.fillWidth: true
        }
    }
    FactTable {
        Layout.fillWidth: true
        facts: root.page.facts
    }
    Item { Layout.fillHeight: true }
    actions: [
        KioskButton {
            objectName: "choose_restart"
            Layout.fillWidth: true
            Layout.fillHeight: true
            enabled: !root.busy
            look: KioskButton.Quiet
            symbol: "refresh-cw"
            text: qsTr("重启设备")
            onClicked: Shell.answer("choose", "restart")
        },
        KioskButton {
            objectName: "choose_test"
            Layout.fillWidth: true
            Layout.fillHeight: true
            enabled: !root.busy
            symbol: "shield-check"
            text: qsTr("开始自检")
            onClicked: Shell.answer("choose", "test")
        }
    ]
}
