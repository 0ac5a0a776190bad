pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Every device at a glance, and the ways to everything else.
KioskPage {
    id: root
    heading: Theme.say(page.verdict)
    lead: qsTr("维护模式 · %1 · 取出卡就退出").arg(page.staff)
    readonly property int columns: !wide && (Theme.elder || lowered) ? 1 : 2

    Banner {
        Layout.fillWidth: true
        mood: Banner.Good
        text: Theme.say(root.page.notice)
    }
    GridLayout {
        Layout.fillWidth: true
        columns: root.columns
        columnSpacing: 20
        rowSpacing: 14
        uniformCellWidths: true
        Repeater {
            model: root.page.devices
            DeviceTile {
                required property var modelData
                device: modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                Layout.minimumHeight: implicitHeight
            }
        }
    }
    Item { Layout.fillHeight: true }
    actions: GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: 3
        columnSpacing: 20
        rowSpacing: 16
        uniformCellWidths: true
        Repeater {
            model: [
                { value: "supplies", symbol: "layout-grid", text: qsTr("耗材") },
                { value: "logs", symbol: "file-text", text: qsTr("日志") },
                { value: "system", symbol: "landmark", text: qsTr("系统") },
                { value: "acts", symbol: "circle-help", text: root.page.unknown ? qsTr("待查 %1 单").arg(root.page.unknown) : qsTr("待查单") },
                { value: "report", symbol: "file-check", text: qsTr("就绪报告") },
                { value: "restart-all", symbol: "refresh-cw", text: qsTr("全部重启") }
            ]
            KioskButton {
                required property var modelData
                objectName: "choose_" + modelData.value
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                look: modelData.value === "acts" && root.page.unknown ? KioskButton.Gold : KioskButton.Quiet
                symbol: modelData.symbol
                font.pixelSize: Theme.body
                text: modelData.text
                onClicked: Shell.answer("choose", modelData.value)
            }
        }
    }
}
