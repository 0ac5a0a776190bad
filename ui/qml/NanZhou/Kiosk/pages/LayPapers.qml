pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The papers of an item: laid down one after the other, each with a mark as soon as it is read.
KioskPage {
    id: root
    heading: qsTr("请放材料")
    lead: Theme.say(page.hint)
    readonly property bool scanner: page.by === "scanner"

    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: Theme.say(root.page.problem)
    }
    Panel {
        Layout.fillWidth: true
        implicitHeight: papers.implicitHeight + 40
        ColumnLayout {
            id: papers
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 44; rightMargin: 36 }
            spacing: 0
            Repeater {
                model: root.page.slots
                ColumnLayout {
                    id: line
                    required property var modelData
                    required property int index
                    Layout.fillWidth: true
                    spacing: 0
                    Rectangle { Layout.fillWidth: true; visible: line.index > 0; implicitHeight: 2; color: Theme.line }
                    PaperLine {
                        Layout.fillWidth: true
                        slot: line.modelData
                        onAgain: Shell.answer("choose", "again:" + line.modelData.id)
                        onLater: Shell.answer("choose", "later:" + line.modelData.id)
                    }
                }
            }
        }
    }
    StateMark {
        objectName: "at_work"
        visible: root.page.scanning || root.page.reading > 0
        Layout.fillWidth: true
        room: width
        mood: "ink"
        symbol: root.page.scanning ? "scan-line" : "scan-text"
        word: root.page.scanning ? qsTr("正在扫描…") : qsTr("正在读，还有 %1 页…").arg(root.page.reading)
    }
    Repeater {
        model: root.page.others
        KioskButton {
            required property string modelData
            objectName: "use_" + modelData
            Layout.fillWidth: true
            look: KioskButton.Quiet
            symbol: modelData === "camera" ? "camera" : "scan-line"
            text: modelData === "camera" ? qsTr("改用高拍仪拍") : qsTr("改用扫描仪扫")
            onClicked: Shell.answer("choose", modelData)
        }
    }
    Item { Layout.fillHeight: true; Layout.fillWidth: true }
    actions: [
        KioskButton {
            objectName: "action_scan"
            visible: root.scanner && !root.page.complete
            enabled: !root.page.scanning
            Layout.fillWidth: true
            Layout.fillHeight: true
            symbol: "scan-line"
            text: qsTr("开始扫描")
            onClicked: Shell.answer("choose", "scan")
        },
        KioskButton {
            objectName: "action_next"
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: root.page.complete ? KioskButton.Primary : KioskButton.Quiet
            text: qsTr("下一步")
            onClicked: Shell.answer("next")
        }
    ]
}
