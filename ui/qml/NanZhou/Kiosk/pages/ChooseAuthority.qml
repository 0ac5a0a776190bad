pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// For whom does the agent act? What does not cover this item stands there too, with the reason.
KioskPage {
    id: root
    heading: qsTr("这次为谁办理？")
    lead: qsTr("代办员 %1，下面是授权给您的人。").arg(page.agent_masked)

    // More than two stand in two columns where there is the width for it: what is not seen is not chosen.
    readonly property bool dense: wide && page.lines.length > 2
    slim: dense && Theme.elder

    GridLayout {
        Layout.fillWidth: true
        visible: root.page.lines.length > 0
        columns: root.dense ? 2 : 1
        columnSpacing: 20
        rowSpacing: root.wide ? 20 : Theme.gap
        uniformCellWidths: true
        Repeater {
            model: root.page.lines
            AuthorityTile {
                required property var modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                small: root.dense || (Theme.elder && root.page.lines.length > 3)
                line: modelData
            }
        }
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: root.page.lines.length === 0
        implicitHeight: none.implicitHeight + 96
        Point {
            id: none
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 48 }
            symbol: "file-search"
            tint: Theme.warn
            heading: qsTr("没有找到有效的授权")
            sentence: qsTr("请让委托人先到窗口或在“服务通”上写好授权委托书。")
        }
    }
    Item { Layout.fillHeight: true; Layout.fillWidth: true; Layout.preferredHeight: 1 }
}
